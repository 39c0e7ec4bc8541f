package io.framelog.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as options and addresses have them: a whole number of at most nine digits and a unit, such as
 * {@code 500ms}, {@code 90s}, {@code 5m}, {@code 2h} or {@code 1d}.
 */
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /** The units, the longest first. */
    private enum Unit {
        D(Duration.ofDays(1)),
        H(Duration.ofHours(1)),
        M(Duration.ofMinutes(1)),
        S(Duration.ofSeconds(1)),
        MS(Duration.ofMillis(1));

        private final Duration length;

        Unit(Duration length) {
            this.length = length;
        }
    }

    private DurationText() {}

    /** Reads a duration; empty if the text is not one. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT))
                        .length
                        .multipliedBy(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }

    /** Writes a duration in the longest unit that leaves no remainder; a fraction of a millisecond is cut off. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        Unit unit = Unit.MS;
        for (Unit candidate : Unit.values()) {
            if (candidate
                    .length
                    .multipliedBy(duration.dividedBy(candidate.length))
                    .equals(duration)) {
                unit = candidate;
                break;
            }
        }
        return duration.dividedBy(unit.length) + unit.name().toLowerCase(Locale.ROOT);
    }
}
