package io.framelog.cli;

import java.time.Duration;

/** Checks that an option's value is in its range. Both limits are allowed values. */
public final class OptionRange {
    private OptionRange() {}

    /**
     * Checks a number against two limits.
     *
     * @throws UsageFailure unless the value is between them
     */
    public static void requireBetween(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new UsageFailure(option + " must be between " + min + " and " + max + ", not " + value);
        }
    }

    /**
     * Checks a duration against two limits.
     *
     * @throws UsageFailure unless the value is between them
     */
    public static void requireBetween(String option, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new UsageFailure(option + " must be between " + DurationText.format(min) + " and "
                    + DurationText.format(max) + ", not " + DurationText.format(value));
        }
    }

    /**
     * Checks a number against a lower limit.
     *
     * @throws UsageFailure if the value is smaller
     */
    public static void requireAtLeast(String option, int value, int min) {
        if (value < min) {
            throw new UsageFailure(option + " must be at least " + min + ", not " + value);
        }
    }
}
