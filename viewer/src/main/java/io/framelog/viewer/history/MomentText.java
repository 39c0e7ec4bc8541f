package io.framelog.viewer.history;

import io.framelog.cli.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the forms of a time. */
final class MomentText {
    /** As in X-Timestamp. */
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,12})\\.(\\d{1,9})");

    /** The plus of a time zone that was not escaped in a URL, where it means a space. */
    private static final Pattern LOST_PLUS = Pattern.compile(" (?=\\d{2}:\\d{2}$)");

    private static final int NANO_DIGITS = 9;

    private MomentText() {}

    /** In microseconds since the epoch; empty if it is no time. */
    static Optional<Long> time(String text, Instant now) {
        try {
            return Optional.of(micros(instant(text, now)));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Instant instant(String text, Instant now) {
        Matcher seconds = SECONDS.matcher(text);
        Optional<Duration> ago = text.startsWith("-") ? DurationText.parse(text.substring(1)) : Optional.empty();
        Optional<EpochNumber> number = EpochNumber.of(text);
        if (number.isPresent()) {
            return number.get().instant();
        } else if (seconds.matches()) {
            String fraction =
                    seconds.group(2) + "0".repeat(NANO_DIGITS - seconds.group(2).length());
            return Instant.ofEpochSecond(Long.parseLong(seconds.group(1)), Long.parseLong(fraction));
        } else if (ago.isPresent()) {
            return now.minus(ago.get());
        }
        String rfc3339 = LOST_PLUS.matcher(text).replaceFirst("+").toUpperCase(Locale.ROOT);
        return OffsetDateTime.parse(rfc3339).toInstant();
    }

    private static long micros(Instant time) {
        // ChronoUnit.MICROS.between counts in nanoseconds, which overflow after 2262.
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), TimeUnit.SECONDS.toMicros(1)),
                TimeUnit.NANOSECONDS.toMicros(time.getNano()));
    }
}
