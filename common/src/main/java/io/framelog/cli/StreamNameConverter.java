package io.framelog.cli;

import io.framelog.frame.StreamName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's stream name. */
final class StreamNameConverter implements ITypeConverter<StreamName> {
    @Override
    public StreamName convert(String text) {
        try {
            return new StreamName(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
