package io.framelog.cli;

import io.framelog.frame.StreamName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's stream name. */
final class StreamNameConverter implements ITypeConverter<StreamName> {
    /** What Java puts in place of a character that the system's locale cannot have. */
    private static final String UNREADABLE = "\uFFFD";

    @Override
    public StreamName convert(String text) {
        if (text.contains(UNREADABLE)) {
            throw new TypeConversionException(
                    "'" + text + "' cannot be read in this system's locale: set LC_ALL=C.UTF-8, or use ASCII");
        }
        try {
            return new StreamName(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
