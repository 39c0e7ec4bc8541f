package io.framelog.publisher;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a factor, or max as infinity. */
final class SpeedConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
        if (value.equalsIgnoreCase("max")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            double factor = Double.parseDouble(value);
            if (factor >= 0.01 && factor <= 1000) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new TypeConversionException("'" + value + "' is not a number between 0.01 and 1000, or max");
    }
}
