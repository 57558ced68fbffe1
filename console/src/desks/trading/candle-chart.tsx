import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import {
  type AutoscaleInfo,
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { pictureNumber } from '../../format/decimal';
import { instantText } from '../../format/instant';
import { Asked, Empty } from '../../parts/states';
import { useIsDark, usePreferences } from '../../preferences/preferences';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import type { Candle } from './answers';
import { candlesQuery, type Interval } from './queries';
import { words } from './words';

interface Band {
  readonly floor: string | null;
  readonly ceiling: string | null;
}

const INTERVALS: readonly Interval[] = ['1m', '5m', '15m', '1h', '1d'];

/** Candles of listed trades with the day's band as two lines. */
function CandleChart({ symbol, floor, ceiling }: Band & { symbol: string }): ReactNode {
  const say = useWords(words);
  const [interval, setInterval] = useState<Interval>('1m');
  // What was traded fills the picture; the band's ends come into it on request, or when the price is near them.
  const [isBandWhole, setBandWhole] = useState(false);
  const query = useQuery(candlesQuery(useVenue(), symbol, interval));
  return (
    <section className="sheet chart" aria-labelledby="chart">
      <header>
        <h2 id="chart">{say('chart.title')}</h2>
        <span className="push" />
        <Button size="small" aria-pressed={isBandWhole} onClick={() => setBandWhole(!isBandWhole)}>
          {say(isBandWhole ? 'chart.band.less' : 'chart.band.whole')}
        </Button>
        <Segmented
          size="small"
          aria-label={say('chart.interval')}
          value={interval}
          options={[...INTERVALS]}
          onChange={(next) => setInterval(next)}
        />
      </header>
      <Asked query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('chart.none')} />
          ) : (
            <Picture isBandWhole={isBandWhole} candles={items} floor={floor} ceiling={ceiling} />
          )
        }
      </Asked>
    </section>
  );
}

export default memo(CandleChart);

interface Drawn {
  readonly chart: IChartApi;
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly volumes: ISeriesApi<'Histogram'>;
  readonly lines: IPriceLine[];
}

interface PictureProps extends Band {
  readonly candles: readonly Candle[];
  /** Leave room for both ends of the band, however far they are. */
  readonly isBandWhole: boolean;
}

function Picture({ candles, floor, ceiling, isBandWhole }: PictureProps): ReactNode {
  const say = useWords(words);
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | undefined>(undefined);
  const isDark = useIsDark();
  const { rise } = usePreferences();
  const spoken = language();
  // Another look is another chart: it is cheap, and every colour is read anew.
  useEffect(() => {
    const made = draw(place.current!);
    drawn.current = made;
    return () => {
      drawn.current = undefined;
      made.chart.remove();
    };
  }, [isDark, rise, spoken]);
  useEffect(() => {
    const now = drawn.current;
    if (now === undefined) return;
    const colour = colours(place.current!);
    now.candles.setData(
      candles.map(({ start, open, high, low, close }) => ({
        time: at(start),
        open: pictureNumber(open),
        high: pictureNumber(high),
        low: pictureNumber(low),
        close: pictureNumber(close),
      })),
    );
    now.volumes.setData(
      candles.map(({ start, volume, open, close }) => ({
        time: at(start),
        value: pictureNumber(volume),
        color: pictureNumber(close) < pictureNumber(open) ? colour('--down-bar') : colour('--up-bar'),
      })),
    );
    now.candles.applyOptions({
      autoscaleInfoProvider: (natural: () => AutoscaleInfo | null) => {
        const range = natural()?.priceRange ?? null;
        if (range === null || !isBandWhole || floor === null || ceiling === null) return natural();
        const priceRange = {
          minValue: Math.min(range.minValue, pictureNumber(floor)),
          maxValue: Math.max(range.maxValue, pictureNumber(ceiling)),
        };
        return { priceRange };
      },
    });
    for (const line of now.lines.splice(0)) now.candles.removePriceLine(line);
    for (const [price, title] of [
      [ceiling, say('chart.ceiling')],
      [floor, say('chart.floor')],
    ] as const)
      if (price !== null)
        now.lines.push(
          now.candles.createPriceLine({
            price: pictureNumber(price),
            color: colour('--warn'),
            lineStyle: 2,
            lineWidth: 1,
            title,
          }),
        );
  }, [candles, floor, ceiling, isBandWhole, isDark, rise, spoken, say]);
  const last = candles.at(-1)!;
  return (
    <div
      ref={place}
      className="canvas"
      role="img"
      aria-label={say('chart.about', { count: candles.length, close: last.close })}
    />
  );
}

const at = (start: string): UTCTimestamp => Math.floor(Date.parse(start) / 1_000) as UTCTimestamp;

const colours = (place: Element): ((name: string) => string) => {
  const style = getComputedStyle(place);
  return (name) => style.getPropertyValue(name).trim();
};

function draw(place: HTMLDivElement): Drawn {
  const colour = colours(place);
  const clock = (time: number, style: 'full' | 'minute'): string =>
    instantText(new Date(time * 1_000).toISOString(), language(), style);
  const chart = createChart(place, {
    autoSize: true,
    layout: {
      background: { color: 'transparent' },
      textColor: colour('--quiet'),
      // Named in the keyboard help instead: the logo brings a style sheet of its own that the policy refuses.
      attributionLogo: false,
    },
    grid: { vertLines: { color: colour('--line') }, horzLines: { color: colour('--line') } },
    timeScale: {
      timeVisible: true,
      borderColor: colour('--line'),
      tickMarkFormatter: (time: UTCTimestamp) => clock(time, 'minute'),
      minBarSpacing: 2,
      barSpacing: 12,
      // The newest minute's label needs as much room as it is wide.
      rightOffset: 4,
    },
    rightPriceScale: { borderColor: colour('--line') },
    localization: { locale: language(), timeFormatter: (time: UTCTimestamp) => clock(time, 'full') },
  });
  const [up, down] = [colour('--up'), colour('--down')];
  const candles = chart.addSeries(CandlestickSeries, {
    upColor: up,
    downColor: down,
    borderUpColor: up,
    borderDownColor: down,
    wickUpColor: up,
    wickDownColor: down,
  });
  const volumes = chart.addSeries(HistogramSeries, {
    priceScaleId: '',
    priceFormat: { type: 'volume' },
    // Its numbers would stand among the prices.
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volumes.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  return { chart, candles, volumes, lines: [] };
}
