package io.framelog.publisher;

import io.framelog.frame.ImageSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size such as 1280x720. */
final class SizeConverter implements ITypeConverter<ImageSize> {
    @Override
    public ImageSize convert(String value) {
        String[] parts = value.split("[xX]", -1);
        try {
            if (parts.length == 2) {
                return new ImageSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            // Reported below.
        }
        throw new TypeConversionException("'" + value + "' is not a size in pixels such as 1280x720");
    }
}
