package io.framelog.viewer.http;

import io.framelog.viewer.metrics.Meters;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;

/**
 * Limits how many requests of one address are answered at the same time, so that one client leaves room for others. It
 * remembers only addresses with requests under way. Thread-safe.
 */
public final class AddressLimit implements Feature {
    /** The attribute of a request whose connection is taken over: run it when the connection ends. */
    public static final String RELEASE = AddressLimit.class.getName();

    private static final int TOO_MANY_REQUESTS = 429;
    /** Several browsers' worth: each makes six at a time. */
    private static final int MAX_COSTLY = 32;

    private final ClientAddress addresses;
    private final int limit;
    private final String metric;
    private final String what;
    private final ConcurrentMap<InetAddress, Integer> used = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    private AddressLimit(ClientAddress addresses, int limit, String metric, String what) {
        this.addresses = addresses;
        this.limit = limit;
        this.metric = metric;
        this.what = what;
    }

    /**
     * Limits the connections that show streams or events.
     *
     * @param limit per address; 0 for none
     */
    public static AddressLimit ofConnections(ClientAddress addresses, int limit) {
        return new AddressLimit(
                addresses,
                limit,
                "address.connections",
                "connections are the limit per address; see --max-viewers-per-address");
    }

    /** Limits the requests that read or decode much: past frames and events, thumbnails, clips and timelines. */
    public static AddressLimit ofCostlyRequests(ClientAddress addresses) {
        return new AddressLimit(
                addresses,
                MAX_COSTLY,
                "address.requests",
                "requests for the past or thumbnails are the limit per address; wait until others are answered");
    }

    /**
     * Counts a request until it is answered, and longer if its connection is taken over.
     *
     * @return counts it no longer; need not be called
     * @throws ProblemException if the address has too many
     */
    public Runnable require(Context context) {
        if (limit == 0) {
            return () -> {};
        }
        InetAddress address = addresses.of(context);
        if (used.merge(address, 1, Integer::sum) > limit) {
            giveBack(address);
            refused.increment();
            context.header("Retry-After", "2");
            throw new ProblemException(Problem.of(TOO_MANY_REQUESTS, "Too many requests", limit + " " + what));
        }
        AtomicBoolean given = new AtomicBoolean();
        Runnable release = () -> {
            if (given.compareAndSet(false, true)) {
                giveBack(address);
            }
        };
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        // A request may count for several limits.
        Runnable before = request.getAttribute(RELEASE) instanceof Runnable other ? other : () -> {};
        request.setAttribute(RELEASE, (Runnable) () -> {
            before.run();
            release.run();
        });
        Request.addCompletionListener(request, failure -> {
            if (failure != null || request.getAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE) == null) {
                release.run();
            }
        });
        return release;
    }

    private void giveBack(InetAddress address) {
        used.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, this)
                .gauge(metric, "requests under way of the address that has most", AddressLimit::most)
                .limit(metric + ".limit", "limit of those per address; 0: none", limit)
                .counter(metric + ".refused", "requests refused: limit reached", AddressLimit::refusedCount);
    }

    private long refusedCount() {
        return refused.sum();
    }

    private int most() {
        return used.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
