import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { RouteDurations } from '../../../server/http/routeDurations.ts';

describe('the durations of requests', () => {
  it('are written as a Prometheus histogram: buckets add up, a bound belongs to its bucket', async () => {
    const registry = new Registry();
    const series = new RouteDurations(registry).series({ method: 'GET', route: '/a', status: '2xx' });
    for (const seconds of [0.0005, 0.001, 0.02, 60]) series.observe(seconds);
    const lines = (await registry.metrics()).split('\n');
    const labels = 'method="GET",route="/a",status="2xx"';
    expect(lines).toContain(`http_request_duration_seconds_bucket{le="0.001",${labels}} 2`);
    expect(lines).toContain(`http_request_duration_seconds_bucket{le="0.025",${labels}} 3`);
    expect(lines).toContain(`http_request_duration_seconds_bucket{le="10",${labels}} 3`);
    expect(lines).toContain(`http_request_duration_seconds_bucket{le="+Inf",${labels}} 4`);
    expect(lines).toContain(`http_request_duration_seconds_sum{${labels}} 60.0215`);
    expect(lines).toContain(`http_request_duration_seconds_count{${labels}} 4`);
  });

  it('keep series apart, and are the same as JSON', async () => {
    const registry = new Registry();
    const durations = new RouteDurations(registry);
    durations.series({ method: 'GET', route: '/a', status: '2xx' }).observe(0.5);
    durations.series({ method: 'GET', route: '/a', status: '4xx' }).observe(0.25);
    const [metric] = await registry.getMetricsAsJSON();
    const sums = metric?.values.filter((one) => 'metricName' in one && String(one.metricName).endsWith('_sum'));
    expect(sums).toMatchObject([
      { value: 0.5, labels: { route: '/a', status: '2xx' } },
      { value: 0.25, labels: { route: '/a', status: '4xx' } },
    ]);
  });
});
