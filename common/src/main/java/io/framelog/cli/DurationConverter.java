package io.framelog.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's duration, see {@link DurationText}. A number without a unit means seconds. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    @Override
    public Duration convert(String text) {
        return DurationText.parse(SECONDS.matcher(text).matches() ? text + "s" : text)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is not a duration such as 500ms, 90s, 5m, 2h or 1d"));
    }
}
