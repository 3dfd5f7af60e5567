// Draws the charts of a report. All texts of jobs reach the page as text: through textContent, or through a canvas.
(() => {
  'use strict';

  const root = document.documentElement;

  function fail(message) {
    const banner = document.getElementById('error');
    banner.textContent = `This page could not be drawn: ${message}`;
    banner.hidden = false;
    root.dataset.error = message;
  }

  window.addEventListener('error', event => fail(event.message));
  document.addEventListener('securitypolicyviolation', event => fail(`its policy refused ${event.effectiveDirective}: ${event.blockedURI}`));
  root.classList.add('scripts');

  const data = JSON.parse(document.getElementById('data').textContent);
  const ranked = data.jobs.filter(job => job.objective !== null);
  const view = { axis: 'number', selected: null };
  const drawn = [];
  const phaseColors = {
    Starting: '--starting', Downloading: '--downloading', Training: '--training', Interrupted: '--interrupted', Uploading: '--uploading', Stopping: '--stopping',
  };

  // ---- colours, numbers and texts

  const color = name => getComputedStyle(root).getPropertyValue(name).trim();

  function mix(from, to, share) {
    const channels = text => [1, 3, 5].map(start => parseInt(text.slice(start, start + 2), 16));
    const [low, high] = [channels(from), channels(to)];
    return `rgb(${low.map((channel, i) => Math.round(channel + (high[i] - channel) * share)).join(',')})`;
  }

  // By rank, not by value: one hopeless job would leave all others the same colour.
  function colorOf(job) {
    const rank = ranked.indexOf(job);
    if (rank === 0) return color('--best');
    return rank < 0 ? color('--starting') : mix(color('--low'), color('--high'), ranked.length < 3 ? 1 : 1 - (rank - 1) / (ranked.length - 2));
  }

  const isBetter = (one, other) => data.objective.type === 'Maximize' ? one > other : one < other;

  const isFaint = job => view.selected !== null && data.jobs[view.selected] !== job;

  function number(value) {
    if (value === 0) return '0';
    const size = Math.abs(value);
    return size >= 1e6 || size < 1e-4 ? value.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e') : String(Number(value.toPrecision(6)));
  }

  function duration(seconds) {
    if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))} s`;
    const minutes = Math.floor(seconds / 60);
    const [large, small] = minutes < 60 ? [`${minutes} min`, Math.round(seconds % 60)] : [`${Math.floor(minutes / 60)} h`, minutes % 60];
    return small ? `${large} ${small} ${minutes < 60 ? 's' : 'min'}` : large;
  }

  const clock = time => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

  function card(title, rows) {
    const box = document.createElement('div');
    const head = document.createElement('b');
    head.textContent = title;
    box.append(head);
    for (const [name, value] of rows) {
      const row = document.createElement('div');
      row.textContent = `${name}: ${value}`;
      box.append(row);
    }
    return box;
  }

  const values = job => data.parameters.map((parameter, i) => [parameter.name, job.values[i] ?? '–']);

  function jobCard(job) {
    const status = job.isEarlyStopped ? 'Early stopped' : job.status;
    const objective = job.objective === null ? [] : [[job.metric, number(job.objective)]];
    return card(job.name, [...objective, ['Status', status], ...values(job)]);
  }

  // ---- what all charts have in common

  function frame(options) {
    const text = { color: color('--muted'), fontSize: 12 };
    return {
      animation: false,
      useUTC: true,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: color('--ink') },
      tooltip: {
        trigger: 'item', confine: true, backgroundColor: color('--card'), borderColor: color('--line'), textStyle: { color: color('--ink'), fontSize: 13 },
        extraCssText: 'max-width: 420px; white-space: normal; overflow-wrap: anywhere',
      },
      legend: { top: 0, right: 0, itemWidth: 18, itemHeight: 10, textStyle: text, inactiveColor: color('--line') },
      ...options,
    };
  }

  function axis(options) {
    const line = { lineStyle: { color: color('--line') } };
    return {
      nameTextStyle: { color: color('--muted'), fontSize: 12 }, axisLine: line, axisTick: line, splitLine: { lineStyle: { color: color('--line') } },
      ...options, axisLabel: { color: color('--muted'), fontSize: 12, hideOverlap: true, ...options.axisLabel },
    };
  }

  const valueAxis = options => axis({ type: 'value', scale: true, axisLine: { show: false }, axisTick: { show: false }, ...options, axisLabel: { formatter: number } });

  function add(element, options) {
    if (!element) return;
    drawn.push({ element, options, chart: echarts.init(element, null, { renderer: 'canvas' }) });
  }

  function draw() {
    for (const { element, options, chart } of drawn) {
      chart.resize();
      chart.setOption(frame(options()), { notMerge: true });
      chart.getZr().flush();
      const box = element.getBoundingClientRect();
      // where the picture of this chart stands on the page
      element.dataset.drawn = [box.left + scrollX, box.top + scrollY, box.width, box.height].map(Math.round).join(' ');
    }
  }

  // ---- the charts

  function objectiveOverTime() {
    const jobs = [...ranked].sort((one, other) => one.end - other.end);
    let best = null;
    const soFar = jobs.map(job => [job.end, best = best === null || isBetter(job.objective, best) ? job.objective : best]);
    const points = wanted => jobs.filter(wanted).map(job => ({
      value: [job.end, job.objective], job,
      itemStyle: { opacity: isFaint(job) ? 0.15 : 1 },
    }));
    const blue = color('--series-1');
    return {
      grid: { left: 8, right: 28, top: 44, bottom: 8, containLabel: true },
      tooltip: { ...frame({}).tooltip, formatter: item => item.data.job ? jobCard(item.data.job) : card('Best so far', [[data.objective.metric, number(item.data[1])]]) },
      xAxis: axis({ type: 'time', boundaryGap: ['2%', '2%'], splitLine: { show: false } }),
      yAxis: valueAxis({}),
      series: [
        { name: 'best so far', type: 'line', step: 'end', data: soFar, symbol: 'none', lineStyle: { width: 2, color: color('--series-3') }, itemStyle: { color: color('--series-3') } },
        { name: 'completed', type: 'scatter', symbolSize: 11, data: points(job => !job.isEarlyStopped && job !== ranked[0]), itemStyle: { color: blue } },
        {
          name: 'stopped early', type: 'scatter', symbolSize: 10, data: points(job => job.isEarlyStopped && job !== ranked[0]),
          itemStyle: { color: color('--card'), borderColor: blue, borderWidth: 2 },
        },
        { name: 'best', type: 'scatter', symbol: 'diamond', symbolSize: 19, data: points(job => job === ranked[0]), itemStyle: { color: color('--best') }, z: 5 },
      ].filter(series => series.data.length > 0),
    };
  }

  // Where a hyperparameter's value lies on its axis; null when it has none there.
  function place(parameter, text) {
    if (text === null || text === undefined) return null;
    if (parameter.scale === 'Category') return parameter.values.includes(text) ? text : null;
    const value = Number(text);
    if (!Number.isFinite(value)) return null;
    if (parameter.scale === 'ReverseLogarithmic') return 1 - value;
    return parameter.scale === 'Logarithmic' && value <= 0 ? null : value;
  }

  function parallelAxis(parameter, dim) {
    const common = { dim, name: parameter.name };
    switch (parameter.scale) {
      case 'Category': return { ...common, type: 'category', data: parameter.values, axisTick: { show: false } };
      case 'Logarithmic': return { ...common, type: 'log', min: parameter.min, max: parameter.max, axisLabel: { formatter: number } };
      case 'ReverseLogarithmic':
        return { ...common, type: 'log', inverse: true, nameLocation: 'start', min: 1 - parameter.max, max: 1 - parameter.min, axisLabel: { formatter: value => number(1 - value) } };
      default: return { ...common, type: 'value', min: parameter.min, max: parameter.max, axisLabel: { formatter: number } };
    }
  }

  function parallelCoordinates() {
    const axes = [...data.parameters.map(parallelAxis), { dim: data.parameters.length, name: data.objective.metric, type: 'value', scale: true, axisLabel: { formatter: number } }];
    const lines = [...ranked].reverse().map(job => ({
      job,
      value: [...data.parameters.map((parameter, i) => place(parameter, job.values[i]) ?? NaN), job.objective],
      lineStyle: { color: colorOf(job), width: job === ranked[0] || (view.selected !== null && !isFaint(job)) ? 4 : 2, opacity: isFaint(job) ? 0.1 : 1 },
    }));
    return {
      tooltip: { ...frame({}).tooltip, formatter: item => jobCard(item.data.job) },
      parallel: {
        left: 70, right: 90, top: 44, bottom: 24,
        parallelAxisDefault: {
          nameLocation: 'end', nameGap: 18, nameTextStyle: { color: color('--ink'), fontSize: 12.5, fontWeight: 600 }, nameTruncate: { maxWidth: 150 },
          axisLine: { lineStyle: { color: color('--muted'), width: 1.5 } }, axisTick: { lineStyle: { color: color('--muted') } }, minorTick: { show: false },
          axisLabel: { color: color('--muted'), fontSize: 12, backgroundColor: color('--card'), padding: [1, 3] }, splitLine: { show: false },
          areaSelectStyle: { width: 18, borderColor: color('--series-1'), color: color('--series-1'), opacity: 0.25 },
        },
      },
      parallelAxis: axes,
      series: [{ type: 'parallel', inactiveOpacity: 0.04, data: lines, emphasis: { lineStyle: { width: 5 } } }],
    };
  }

  // The points of a series on the chosen axis.
  const points = (job, series) => series.values.map((value, i) => [view.axis === 'number' ? series.numbers[i] : (series.times[i] - job.start) / 1000, value]);

  const curveAxis = () => valueAxis(view.axis === 'number'
    ? { name: 'value number', nameLocation: 'middle', nameGap: 28, splitLine: { show: false }, min: 1, max: 'dataMax', minInterval: 1 }
    : { name: 'time since the job’s start', nameLocation: 'middle', nameGap: 28, splitLine: { show: false }, min: 0, max: 'dataMax' });

  function curves(series, options) {
    const xAxis = curveAxis();
    if (view.axis === 'time') xAxis.axisLabel.formatter = duration;
    return { grid: { left: 8, right: 20, top: 36, bottom: 30, containLabel: true }, xAxis, yAxis: valueAxis({}), series, ...options };
  }

  function line(job, series, options) {
    const all = points(job, series);
    return { type: 'line', name: series.name, data: all, showSymbol: all.length < 2, symbolSize: 6, ...options };
  }

  // Of the curves' points above one place of the horizontal axis.
  const axisTooltip = rows => ({
    ...frame({}).tooltip, trigger: 'axis', axisPointer: { lineStyle: { color: color('--muted') } },
    formatter: items => card(view.axis === 'number' ? `value number ${number(items[0].data[0])}` : duration(items[0].data[0]), rows(items)),
  });

  function jobCurves() {
    const jobs = [...data.jobs].reverse();
    const series = jobs.flatMap(job => job.series.map(one => line(job, one, {
      name: one.name === job.metric ? job.name : `${job.name}: ${one.name}`,
      z: job === ranked[0] ? 5 : 2,
      lineStyle: { color: colorOf(job), opacity: isFaint(job) ? 0.12 : 1, width: job === ranked[0] || (view.selected !== null && !isFaint(job)) ? 3.5 : 2 },
      itemStyle: { color: colorOf(job) },
    })));
    return curves(series, {
      legend: { show: false },
      tooltip: axisTooltip(items => {
        const sorted = [...items].sort((one, other) => isBetter(one.data[1], other.data[1]) ? -1 : 1);
        const shown = sorted.slice(0, 10).map(item => [item.seriesName, number(item.data[1])]);
        return sorted.length > shown.length ? [...shown, ['not shown', `${sorted.length - shown.length} more`]] : shown;
      }),
    });
  }

  // train:loss and validation:loss stand in one chart, validation:accuracy and validation:accuracy:best in another.
  function metricGroups(job) {
    const groups = new Map();
    for (const series of job.series) {
      const name = series.name.split(' (')[0].split(':')[1] ?? series.name;
      groups.set(name, [...groups.get(name) ?? [], series]);
    }
    return groups;
  }

  // How far a series was when a phase of the job began.
  function interruptions(job, series) {
    return job.phases.filter(phase => phase.status === 'Interrupted').map(phase => {
      if (view.axis === 'time') return (phase.start - job.start) / 1000;
      const next = series.times.findIndex(time => time > phase.start);
      return next < 0 ? series.numbers.at(-1) : series.numbers[next] - 0.5;
    }).map(x => ({ xAxis: view.axis === 'number' ? Math.max(1, x) : x }));
  }

  function metricCurves(job, group) {
    const colors = [1, 2, 3, 4, 5, 6].map(i => color(`--series-${i}`));
    const series = group.map((one, i) => line(job, one, {
      lineStyle: { color: colors[i % 6], width: 2.2 }, itemStyle: { color: colors[i % 6] },
      markLine: i > 0 ? undefined : {
        silent: true, symbol: 'none', label: { show: false }, data: interruptions(job, one), lineStyle: { color: color('--interrupted'), type: 'dashed', width: 2 },
      },
    }));
    return curves(series, {
      legend: { ...frame({}).legend, icon: 'roundRect' },
      tooltip: axisTooltip(items => items.map(item => [item.seriesName, number(item.data[1])])),
    });
  }

  function timeline() {
    const isTuning = data.objective !== null;
    const jobs = [...data.jobs].sort((one, other) => (one.phases[0]?.start ?? one.start) - (other.phases[0]?.start ?? other.start));
    const rows = isTuning ? jobs.map(job => job.name) : [...new Set(jobs[0].phases.map(phase => phase.attempt))];
    const bars = jobs.flatMap((job, row) => job.phases.map((phase, i) => ({
      job, phase, note: isTuning && i === job.phases.length - 1 && job.billable !== null ? `${duration(job.billable)} billable` : '',
      value: [phase.start, phase.end, isTuning ? row : rows.indexOf(phase.attempt)],
    })));
    const statuses = [...new Set(['Starting', 'Downloading', 'Training', 'Interrupted', 'Uploading', 'Stopping', ...bars.map(bar => bar.phase.status)])]
      .filter(status => bars.some(bar => bar.phase.status === status));
    return {
      grid: { left: 8, right: isTuning ? 96 : 28, top: 36, bottom: 8, containLabel: true },
      tooltip: { ...frame({}).tooltip, formatter: item => phaseCard(item.data, isTuning) },
      xAxis: axis({ type: 'time', min: Math.min(...bars.map(bar => bar.value[0])), max: Math.max(...bars.map(bar => bar.value[1])), axisLabel: {} }),
      yAxis: axis({
        type: 'category', inverse: true, data: rows.map((_, i) => i), axisTick: { show: false }, splitLine: { show: false },
        axisLabel: { width: 190, overflow: 'truncate', interval: 0, color: color('--ink'), formatter: (_, row) => isTuning ? rows[row] : `attempt ${rows[row]}` },
      }),
      series: statuses.map(status => ({
        type: 'custom', name: status, clip: false, encode: { x: [0, 1], y: 2 }, itemStyle: { color: color(phaseColors[status] ?? '--muted') },
        data: bars.filter(bar => bar.phase.status === status),
        renderItem: bar, z: status === 'Interrupted' ? 4 : 2,
      })),
    };

    function bar(parameters, api) {
      const { job, phase, note } = bars.filter(one => one.phase.status === parameters.seriesName)[parameters.dataIndex];
      const [left, middle] = api.coord([api.value(0), api.value(2)]);
      const [right] = api.coord([api.value(1), api.value(2)]);
      const height = 16;
      const fill = api.visual('color');
      const opacity = isTuning && isFaint(job) ? 0.15 : 1;
      const children = [{
        type: 'rect', shape: { x: left, y: middle - height / 2, width: Math.max(2, right - left), height, r: 2 }, style: { fill, opacity },
      }];
      if (phase.status === 'Interrupted') {
        const size = 9;
        children.push({
          type: 'polygon', style: { fill, stroke: color('--card'), lineWidth: 1.5, opacity },
          shape: { points: [[left, middle - size], [left + size, middle], [left, middle + size], [left - size, middle]] },
        });
      }
      if (note) children.push({ type: 'text', style: { text: note, x: right + 8, y: middle, verticalAlign: 'middle', fill: color('--muted'), fontSize: 12, opacity } });
      return { type: 'group', children };
    }
  }

  function phaseCard({ job, phase }, isTuning) {
    const rows = [['Attempt', phase.attempt], ['From', clock(phase.start)], ['For', duration((phase.end - phase.start) / 1000)]];
    return card(isTuning ? `${job.name}: ${phase.status}` : phase.status, rows);
  }

  // ---- the page

  function figure(title, height, options) {
    const box = document.createElement('figure');
    if (title) {
      const caption = document.createElement('figcaption');
      caption.textContent = title;
      box.append(caption);
    }
    const chart = document.createElement('div');
    chart.className = 'chart curves-chart';
    chart.style.height = `${height}px`;
    chart.setAttribute('role', 'img');
    chart.setAttribute('aria-label', title ?? 'Objective of each job while it trained');
    box.append(chart);
    document.querySelector('.curves').append(box);
    add(chart, options);
  }

  if (document.querySelector('.curves')) {
    if (data.objective) figure(null, 400, jobCurves);
    else for (const [name, group] of metricGroups(data.jobs[0])) figure(name, 280, () => metricCurves(data.jobs[0], group));
  }
  add(document.getElementById('objective-chart'), objectiveOverTime);
  add(document.getElementById('parameters-chart'), parallelCoordinates);
  add(document.getElementById('timeline-chart'), timeline);

  for (const button of document.querySelectorAll('[data-axis]')) {
    button.addEventListener('click', () => {
      view.axis = button.dataset.axis;
      for (const other of document.querySelectorAll('[data-axis]')) other.setAttribute('aria-pressed', other === button);
      draw();
    });
  }

  for (const row of document.querySelectorAll('tr[data-job]')) {
    const choose = () => {
      const job = Number(row.dataset.job);
      view.selected = view.selected === job ? null : job;
      for (const other of document.querySelectorAll('tr[data-job]')) other.setAttribute('aria-selected', Number(other.dataset.job) === view.selected);
      draw();
    };
    row.tabIndex = 0;
    row.addEventListener('click', choose);
    row.addEventListener('keydown', event => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose();
    });
  }

  draw();
  window.addEventListener('resize', draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
})();
