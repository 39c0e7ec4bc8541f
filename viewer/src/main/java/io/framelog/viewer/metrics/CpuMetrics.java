package io.framelog.viewer.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.lang.management.ManagementFactory;
import java.util.Set;

/**
 * The CPU's metrics. Two of Micrometer's have names that break Prometheus' rules: nanoseconds, and a count that is no
 * histogram's. They have Prometheus' own names here.
 */
final class CpuMetrics implements MeterBinder {
    private static final Set<String> RENAMED = Set.of("process.cpu.time", "system.cpu.count");
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public void bindTo(MeterRegistry registry) {
        registry.config().meterFilter(MeterFilter.deny(CpuMetrics::isRenamed));
        new ProcessorMetrics().bindTo(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu.seconds", system, bean -> bean.getProcessCpuTime() / NANOS_PER_SECOND)
                    .description("the viewer's CPU time")
                    .register(registry);
        }
        Gauge.builder("system.cpus", Runtime.getRuntime(), Runtime::availableProcessors)
                .description("CPUs")
                .register(registry);
    }

    private static boolean isRenamed(Meter.Id id) {
        return RENAMED.contains(id.getName());
    }
}
