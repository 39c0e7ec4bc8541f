package io.framelog.viewer.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses new connections when the process has few file descriptors left. The rest is for Kafka and for files, without
 * which the clients that are there would see nothing more. Thread-safe.
 */
public final class DescriptorReserve implements Feature, Connection.Listener {
    /** Connections to Kafka when its brokers change, temporary files, and what was accepted between two looks. */
    static final long RESERVE = 64;

    private static final Logger LOG = LoggerFactory.getLogger(DescriptorReserve.class);
    /** Looking takes a system call for every few descriptors, so it is not done for each connection of many. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int CONNECTIONS_BETWEEN_LOOKS = 16;
    private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Descriptors descriptors;
    private final LongAdder refused = new LongAdder();
    private long left;
    private int accepted;
    private long lookedNanos;
    private long warnedNanos;

    /** Tells how many descriptors are left. */
    @FunctionalInterface
    interface Descriptors {
        long left();
    }

    /** For this process. */
    public DescriptorReserve() {
        this(DescriptorReserve::leftInThisProcess);
    }

    DescriptorReserve(Descriptors descriptors) {
        this.descriptors = descriptors;
        lookedNanos = System.nanoTime() - LOOK_NANOS;
        warnedNanos = System.nanoTime() - WARN_NANOS;
    }

    private static long leftInThisProcess() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            try {
                return system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
            } catch (InternalError e) {
                return 0; // looking needs a descriptor, too
            }
        }
        return Long.MAX_VALUE;
    }

    @Override
    public void onOpened(Connection connection) {
        if (isScarce()) {
            refused.increment();
            connection.getEndPoint().close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        // The next look shows it.
    }

    private synchronized boolean isScarce() {
        long now = System.nanoTime();
        if (now - lookedNanos >= LOOK_NANOS || accepted >= CONNECTIONS_BETWEEN_LOOKS) {
            left = descriptors.left();
            lookedNanos = now;
            accepted = 0;
        }
        accepted++;
        if (left - accepted >= RESERVE) {
            return false;
        }
        if (now - warnedNanos >= WARN_NANOS) {
            warnedNanos = now;
            LOG.warn("This process has hardly any file descriptors left, so new clients are refused. "
                    + "Raise the limit: ulimit -n, or LimitNOFILE= of systemd.");
        }
        return true;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, this)
                .counter(
                        "http.refused.connections",
                        "connections closed at once: hardly any file descriptors were left",
                        reserve -> reserve.refused.sum());
    }
}
