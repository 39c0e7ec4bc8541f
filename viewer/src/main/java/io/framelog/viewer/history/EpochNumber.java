package io.framelog.viewer.history;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A whole number since the epoch. It should be one of milliseconds. Other units are recognised by the number's size:
 * each unit has the years 1973 to 5138 for itself, and no log has frames of another time.
 *
 * @param number as it was given
 * @param unit what it counts
 */
record EpochNumber(long number, TimeUnit unit) {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,19}");
    /** The first number of milliseconds; a smaller one is of seconds. Each further unit begins a thousand times later. */
    private static final long MILLIS = 100_000_000_000L;

    /** Smaller numbers are the epoch's first years in any unit: they mean the beginning of the log. */
    private static final long PLAIN = 100_000_000L;

    private static final int THOUSAND = 1_000;

    /** Reads a number; empty if the text is none, or one that is too large. */
    static Optional<EpochNumber> of(String text) {
        if (!DIGITS.matcher(text).matches() || new BigDecimal(text).compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        TimeUnit unit = TimeUnit.NANOSECONDS;
        if (number < PLAIN) {
            unit = TimeUnit.MILLISECONDS;
        } else if (number < MILLIS) {
            unit = TimeUnit.SECONDS;
        } else if (number / THOUSAND < MILLIS) {
            unit = TimeUnit.MILLISECONDS;
        } else if (number / THOUSAND / THOUSAND < MILLIS) {
            unit = TimeUnit.MICROSECONDS;
        }
        return Optional.of(new EpochNumber(number, unit));
    }

    /** @throws DateTimeException if no time is so late */
    Instant instant() {
        long seconds = unit.toSeconds(number);
        return Instant.ofEpochSecond(seconds, unit.toNanos(number - unit.convert(seconds, TimeUnit.SECONDS)));
    }

    /** A sentence for whoever gave it; empty if it is in milliseconds. */
    Optional<String> note() {
        String name = unit.name().toLowerCase(Locale.ROOT);
        return unit == TimeUnit.MILLISECONDS
                ? Optional.empty()
                : Optional.of(number + " was read as " + name + "; in milliseconds it is " + unit.toMillis(number));
    }
}
