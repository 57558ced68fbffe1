import { ConfigProvider, theme as kit, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { language } from '../words/language';
import { NONCE } from './nonce';
import { useIsDark, usePreferences, useWantsCalm } from './preferences';

// Darker than the kit's own greys, which are too faint to read at 4.5 : 1.
const LIGHT = {
  colorPrimary: '#0b6b50',
  colorInfo: '#0b5cad',
  colorLink: '#0b5cad',
  colorError: '#c1121f',
  colorSuccess: '#187a3c',
  colorWarning: '#8a5200',
  colorTextSecondary: '#454d56',
  colorTextTertiary: '#59626c',
  colorTextDescription: '#59626c',
  colorTextPlaceholder: '#68717b',
  colorBgLayout: '#f3f5f4',
};
const DARK = {
  colorPrimary: '#3fae8a',
  colorInfo: '#6cb0ff',
  colorLink: '#7db9ff',
  colorError: '#ff7b7b',
  colorSuccess: '#5ecb85',
  colorWarning: '#f0b354',
  colorTextSecondary: '#c0c7cd',
  colorTextTertiary: '#a3abb3',
  colorTextDescription: '#a3abb3',
  colorTextPlaceholder: '#949ca4',
  colorTextLightSolid: '#06120d',
  colorBgLayout: '#0e1311',
};

/** Colours, density and the kit's own words, as this person wants them. */
export function Look({ children }: { children: ReactNode }): ReactNode {
  const isDark = useIsDark();
  const isCalm = useWantsCalm();
  const { density, rise } = usePreferences();
  useTranslation();
  const isEnglish = language() === 'en';
  // In China red is up; the sign and the arrow say it too.
  const upIsRed = rise === 'language' ? !isEnglish : rise === 'red';
  useEffect(() => {
    const { dataset, lang } = document.documentElement;
    document.documentElement.lang = isEnglish ? 'en' : lang === 'en' ? 'zh-CN' : lang;
    dataset['theme'] = isDark ? 'dark' : 'light';
    dataset['density'] = density;
    dataset['rise'] = upIsRed ? 'red' : 'green';
  }, [isDark, density, upIsRed, isEnglish]);
  const theme: ThemeConfig = {
    algorithm: [
      isDark ? kit.darkAlgorithm : kit.defaultAlgorithm,
      ...(density === 'compact' ? [kit.compactAlgorithm] : []),
    ],
    token: {
      ...(isDark ? DARK : LIGHT),
      borderRadius: 4,
      motion: !isCalm,
      fontFamily:
        'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif',
    },
    components: { Table: { cellPaddingBlockSM: 6 } },
  };
  return (
    <ConfigProvider
      csp={{ nonce: NONCE }}
      button={{ autoInsertSpace: false }}
      theme={theme}
      locale={isEnglish ? enUS : zhCN}
      componentSize={density === 'compact' ? 'small' : 'middle'}
    >
      {children}
    </ConfigProvider>
  );
}
