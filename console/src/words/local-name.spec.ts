import { afterAll, describe, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { localName } from './local-name';

describe('a name in both languages', () => {
  afterAll(() => i18next.changeLanguage('zh-CN'));

  it.each([
    ['甲热电厂 Plant A (heat and power)', '甲热电厂', 'Plant A (heat and power)'],
    ['做市商（自动生成） Market maker (generated)', '做市商（自动生成）', 'Market maker (generated)'],
    ['乙钢铁厂', '乙钢铁厂', '乙钢铁厂'],
    ['Plant B', 'Plant B', 'Plant B'],
    ['B厂 二期', 'B厂 二期', 'B厂 二期'],
  ])('%s', async (name, zh, en) => {
    await i18next.changeLanguage('zh-CN');
    expect(localName(name)).toBe(zh);
    await i18next.changeLanguage('en');
    expect(localName(name)).toBe(en);
  });
});
