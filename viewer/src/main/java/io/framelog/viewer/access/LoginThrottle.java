package io.framelog.viewer.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes guessing passwords slow: after 5 wrong tries for a name or from an address, further ones must wait, longer each
 * time. A correct password resets both. Names of nobody must wait like those of users, so the wait tells nothing. The
 * memory is bounded: beyond {@link #MAX_ENTRIES} of a kind, those that tried least recently are forgotten; made-up names
 * never make it forget users. Thread-safe.
 */
public final class LoginThrottle {
    /** Wrong tries that cost nothing. */
    static final int FREE_TRIES = 5;
    /** The first wait; each further wrong try doubles it. */
    static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    /** The longest wait. */
    static final Duration MAX_WAIT = Duration.ofMinutes(10);
    /** The most users, the most names of nobody, and the most addresses, that are remembered. */
    static final int MAX_ENTRIES = 10_000;

    private final LongSupplier nanoClock;
    private final Cache<String, Tries> users;
    private final Cache<String, Tries> strangers;
    private final Cache<String, Tries> addresses;

    /** @param nanoClock like {@link System#nanoTime()} */
    public LoginThrottle(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.users = cache(nanoClock);
        this.strangers = cache(nanoClock);
        this.addresses = cache(nanoClock);
    }

    private static Cache<String, Tries> cache(LongSupplier nanoClock) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(MAX_WAIT.multipliedBy(2))
                .ticker(nanoClock::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /**
     * How long a login must wait now; zero if it may be tried.
     *
     * @param known whether there is a user with this name
     */
    public Duration waiting(String name, boolean known, InetAddress address) {
        long now = nanoClock.getAsLong();
        return Duration.ofNanos(Math.max(
                left(names(known).getIfPresent(key(name)), now), left(addresses.getIfPresent(network(address)), now)));
    }

    private Cache<String, Tries> names(boolean known) {
        return known ? users : strangers;
    }

    /** What a client sends as a name may be long. */
    private static String key(String name) {
        return name.length() > User.MAX_NAME ? name.substring(0, User.MAX_NAME) : name;
    }

    private static long left(@Nullable Tries tries, long now) {
        return tries == null ? 0 : Math.max(0, tries.waitNanos() - (now - tries.lastNanos()));
    }

    /**
     * A password was wrong.
     *
     * @param known whether there is a user with this name
     */
    public void failed(String name, boolean known, InetAddress address) {
        long now = nanoClock.getAsLong();
        addresses.asMap().merge(network(address), new Tries(1, now), (before, one) -> before.another(now));
        names(known).asMap().merge(key(name), new Tries(1, now), (before, one) -> before.another(now));
    }

    /** A user's password was correct. */
    public void succeeded(String user, InetAddress address) {
        users.invalidate(key(user));
        addresses.invalidate(network(address));
    }

    /** How many names and addresses are remembered. */
    long size() {
        return Stream.of(users, strangers, addresses)
                .peek(Cache::cleanUp)
                .mapToLong(Cache::estimatedSize)
                .sum();
    }

    /** Who has an IPv6 address usually has all of its /64 network. */
    private static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(address.getAddress(), 8))
                : address.getHostAddress();
    }

    private record Tries(int count, long lastNanos) {
        Tries another(long now) {
            return new Tries(count + 1, now);
        }

        long waitNanos() {
            if (count < FREE_TRIES) {
                return 0;
            }
            int doublings = Math.min(count - FREE_TRIES, Long.SIZE - Long.numberOfLeadingZeros(MAX_WAIT.toSeconds()));
            return Math.min(MAX_WAIT.toNanos(), FIRST_WAIT.toNanos() << doublings);
        }
    }
}
