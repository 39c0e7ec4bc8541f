package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeConverterTest {
    private final ByteSizeConverter converter = new ByteSizeConverter();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "1B, 1",
        "1kB, 1000",
        "500GB, 500000000000",
        "500gb, 500000000000",
        "1.5 TB, 1500000000000",
        "64GiB, 68719476736",
        "1PB, 1000000000000000"
    })
    void readsDecimalAndBinaryUnits(String text, long bytes) {
        assertEquals(bytes, converter.convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GB", "-1GB", "1.GB", "5 GBs", "1e9", "1G", "12345PB"})
    void refusesWhatIsNoSize(String text) {
        assertThrows(TypeConversionException.class, () -> converter.convert(text));
    }
}
