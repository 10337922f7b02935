// Runs in the page of a report. Without it everything is there, only still: this makes charts answer, tables sort and filter.
(() => {
  const palettes = JSON.parse('@palettes@');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paletteNow = () => (dark.matches ? palettes.dark : palettes.light);
  const dashes = [[], [7, 3], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2], [12, 4], [6, 2, 1, 2]];

  const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  function bytes(value) {
    let amount = Math.abs(value);
    let unit = 0;
    while (amount >= 999.5 && unit < byteUnits.length - 1) {
      amount /= 1024;
      unit += 1;
    }
    const digits = unit === 0 ? 0 : amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0;
    return `${value < 0 ? '-' : ''}${amount.toFixed(digits)} ${byteUnits[unit]}`;
  }
  const percent = (value) => `${Number(value.toFixed(2))} %`;

  function span(seconds) {
    const whole = Math.abs(seconds);
    if (whole < 60) return `${Number(whole.toFixed(whole < 10 ? 1 : 0))} s`;
    if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 < 1 ? '' : ` ${Math.round(whole % 60)} s`}`;
    if (whole < 86400)
      return `${Math.floor(whole / 3600)} h${whole % 3600 < 60 ? '' : ` ${Math.round((whole % 3600) / 60)} min`}`;
    return `${Math.floor(whole / 86400)} d${whole % 86400 < 3600 ? '' : ` ${Math.round((whole % 86400) / 3600)} h`}`;
  }
  const relative = (seconds) => (Math.abs(seconds) < 0.0005 ? 'event' : `${seconds < 0 ? '−' : '+'}${span(seconds)}`);

  /** `11:57:41 (−3 min)`: the wall clock where the log has one. */
  function moment(figure) {
    const { origin, zone } = figure.dataset;
    if (!origin) return relative;
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    return (seconds) => `${clock.format(Date.parse(origin) + seconds * 1000)} (${relative(seconds)})`;
  }

  const steps = [
    0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800,
    604800,
  ];
  const magnitudes = [1, 2, 2.5, 5];
  const byteSteps = [0, 10, 20, 30, 40, 50].flatMap((power) =>
    [1, 10, 100].flatMap((ten) => magnitudes.map((one) => one * ten * 2 ** power)),
  );

  function aligned({ series, limit, from, to }) {
    const tables = series.map(({ seconds, values }) => [seconds, values]);
    if (limit)
      tables.push([
        [from, to],
        [limit.value, limit.value],
      ]);
    return uPlot.join(tables);
  }

  /** What happened, as lines on the canvas. */
  function marksPlugin({ marks }, palette) {
    const colour = {
      kill: palette.kill,
      hang: palette.kill,
      failure: palette.kill,
      warning: palette.warning,
      unit: palette.warning,
    };
    const sign = { kill: '▲', hang: '■', failure: '◆', warning: '◇', unit: '○', restart: '↻', memory: '·' };
    return {
      hooks: {
        draw: (plot) => {
          const { ctx, bbox } = plot;
          ctx.save();
          ctx.lineWidth = 1.4 * devicePixelRatio;
          ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
          ctx.textAlign = 'center';
          for (const { kind, seconds } of marks) {
            const x = plot.valToPos(seconds, 'x', true);
            if (x < bbox.left || x > bbox.left + bbox.width) continue;
            ctx.strokeStyle = ctx.fillStyle = colour[kind] ?? palette.calm;
            ctx.setLineDash(kind === 'kill' ? [] : [4 * devicePixelRatio, 3 * devicePixelRatio]);
            ctx.beginPath();
            ctx.moveTo(x, bbox.top);
            ctx.lineTo(x, bbox.top + bbox.height);
            ctx.stroke();
            ctx.fillText(sign[kind], x, bbox.top + bbox.height - 4 * devicePixelRatio);
          }
          ctx.restore();
        },
      },
    };
  }

  function optionsOf(figure, chart) {
    const palette = paletteNow();
    const value = chart.unit === 'bytes' ? bytes : percent;
    const when = moment(figure);
    const shown = (_plot, raw) => (raw == null ? '–' : value(raw));
    const axis = {
      stroke: palette.text,
      grid: { stroke: palette.grid, width: 1 },
      ticks: { stroke: palette.grid, width: 1 },
    };
    const series = chart.series.map(({ name, component }, index) => ({
      label: name,
      stroke: palette.components[component] ?? palette.series[index % palette.series.length],
      dash: dashes[index % dashes.length],
      width: 1.8,
      value: shown,
      points: { show: false },
    }));
    if (chart.limit)
      series.push({
        label: chart.limit.label,
        stroke: palette.text,
        dash: [6, 4],
        width: 1.4,
        value: () => '',
        points: { show: false },
      });
    return {
      width: figure.clientWidth,
      height: figure.clientWidth < 500 ? 260 : 300,
      tzDate: undefined,
      scales: { x: { time: false }, y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.04 : 1] } },
      series: [{ label: 'Time', value: (_plot, raw) => (raw == null ? '–' : when(raw)) }, ...series],
      axes: [
        { ...axis, incrs: steps, space: 96, values: (_plot, ticks) => ticks.map(relative) },
        {
          ...axis,
          size: 66,
          incrs: chart.unit === 'bytes' ? byteSteps : undefined,
          values: (_plot, ticks) => ticks.map(value),
        },
      ],
      cursor: { drag: { x: true, y: false }, points: { size: 6 } },
      plugins: [marksPlugin(chart, palette)],
    };
  }

  /** Keys: arrows move along the samples, + and - zoom, Escape shows all again; the values are spoken. */
  function listen(plot, figure, chart, speak) {
    const xs = plot.data[0];
    let index = -1;
    const zoom = (factor) => {
      const { min, max } = plot.scales.x;
      const middle = index >= 0 ? xs[index] : (min + max) / 2;
      const half = ((max - min) * factor) / 2;
      plot.setScale('x', { min: Math.max(xs[0], middle - half), max: Math.min(xs[xs.length - 1], middle + half) });
    };
    const move = (by) => {
      index = Math.min(xs.length - 1, Math.max(0, index < 0 ? (by > 0 ? 0 : xs.length - 1) : index + by));
      plot.setCursor({ left: plot.valToPos(xs[index], 'x'), top: plot.over.clientHeight / 2 });
      const value = chart.unit === 'bytes' ? bytes : percent;
      const said = chart.series.flatMap(({ name }, at) => {
        const here = plot.data[at + 1][index];
        return here == null || !plot.series[at + 1].show ? [] : [`${name} ${value(here)}`];
      });
      speak.textContent = `${moment(figure)(xs[index])}: ${said.join(', ')}`;
    };
    const keys = {
      ArrowLeft: (event) => move(event.shiftKey ? -10 : -1),
      ArrowRight: (event) => move(event.shiftKey ? 10 : 1),
      '+': () => zoom(0.5),
      '-': () => zoom(2),
      Escape: () => plot.setScale('x', { min: xs[0], max: xs[xs.length - 1] }),
    };
    plot.over.tabIndex = 0;
    plot.over.setAttribute('role', 'application');
    plot.over.setAttribute('aria-label', `${chart.title}: arrow keys move, plus and minus zoom, Escape shows all`);
    plot.over.addEventListener('keydown', (event) => {
      const act = keys[event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    });
  }

  /** Rows of the legend switch their line: also by keyboard. */
  function legendButtons(plot, chart) {
    const rows = [...plot.root.querySelectorAll('.u-legend .u-series')];
    if (chart.limit) rows.at(-1).classList.add('limit-row');
    rows.forEach((row, at) => {
      if (at === 0) return;
      const label = row.querySelector('th');
      label.tabIndex = 0;
      label.setAttribute('role', 'button');
      const tell = () => label.setAttribute('aria-pressed', String(plot.series[at].show));
      tell();
      label.addEventListener('click', () => setTimeout(tell));
      label.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        label.click();
      });
    });
    plot.root.querySelector('.u-legend')?.setAttribute('role', 'presentation');
    for (const part of plot.root.querySelectorAll('.u-legend tr, .u-legend td, .u-legend tbody'))
      part.setAttribute('role', 'presentation');
  }

  function enliven(figure) {
    const chart = JSON.parse(figure.querySelector('script').textContent);
    if (chart.series.length === 0) return;
    const place = figure.querySelector('.live');
    const speak = document.createElement('p');
    speak.className = 'hidden-words';
    speak.setAttribute('aria-live', 'polite');
    const hint = document.createElement('p');
    hint.className = 'hint';
    hint.textContent =
      'Drag to zoom, double-click to see all; click a name to hide its line. Keys: arrows, + and −, Esc.';
    let plot = null;
    const draw = () => {
      plot?.destroy();
      figure.classList.add('alive');
      plot = new uPlot(optionsOf(figure, chart), aligned(chart), place);
      place.append(hint, speak);
      listen(plot, figure, chart, speak);
      legendButtons(plot, chart);
    };
    draw();
    dark.addEventListener('change', draw);
    new ResizeObserver(() => {
      if (figure.clientWidth > 0 && figure.clientWidth !== plot.width)
        plot.setSize({ width: figure.clientWidth, height: plot.height });
    }).observe(figure);
  }

  const nearby = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        nearby.unobserve(target);
        enliven(target);
      }
    },
    { rootMargin: '600px' },
  );
  for (const figure of document.querySelectorAll('figure.plot')) nearby.observe(figure);

  const keyOf = (cell) => {
    const key = cell.dataset.key ?? cell.textContent;
    return key !== '' && Number.isFinite(Number(key)) ? Number(key) : key;
  };
  const compare = (a, b) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === 'number' ? 1 : -1);

  for (const table of document.querySelectorAll('table.sortable')) {
    const titles = [...table.tHead.rows[0].cells];
    titles.forEach((title, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = title.textContent;
      title.replaceChildren(button);
      button.addEventListener('click', () => {
        const down = title.getAttribute('aria-sort') === 'descending' ? 1 : -1;
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => down * compare(keyOf(a.cells[column]), keyOf(b.cells[column])));
        table.tBodies[0].append(...rows);
        for (const other of titles) other.removeAttribute('aria-sort');
        title.setAttribute('aria-sort', down < 0 ? 'descending' : 'ascending');
      });
    });
  }

  for (const part of document.querySelectorAll('.processes')) {
    const line = part.querySelector('.filter');
    const input = line.querySelector('input');
    const output = line.querySelector('output');
    const rows = [...part.querySelectorAll('tbody tr')];
    line.hidden = false;
    input.addEventListener('input', () => {
      const wanted = input.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const hit = `${row.cells[0].textContent} ${row.cells[1].textContent}`.toLowerCase().includes(wanted);
        row.hidden = !hit;
        shown += hit ? 1 : 0;
      }
      output.textContent = wanted === '' ? '' : `${shown} of ${rows.length}`;
    });
  }

  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
})();
