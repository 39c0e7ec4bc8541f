package io.framelog.publisher;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's number of bytes, such as {@code 500GB} or {@code 1.5TiB}. A number without a unit means bytes. */
final class ByteSizeConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?) ?([KMGTP]?I?B|)");
    private static final String PREFIXES = "KMGTP";
    private static final double DECIMAL = 1000;
    private static final double BINARY = 1024;

    @Override
    public Long convert(String text) {
        Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (form.matches()) {
            String unit = form.group(2);
            int power = unit.isEmpty() ? 0 : PREFIXES.indexOf(unit.charAt(0)) + 1;
            double bytes = Double.parseDouble(form.group(1)) * Math.pow(unit.contains("I") ? BINARY : DECIMAL, power);
            if (bytes < Long.MAX_VALUE) {
                return Math.round(bytes);
            }
        }
        throw new TypeConversionException("'" + text + "' is not a size such as 500MB, 20GB, 1.5TB or 64GiB");
    }
}
