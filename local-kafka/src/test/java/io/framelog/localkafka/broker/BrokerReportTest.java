package io.framelog.localkafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrokerReportTest {

    @ParameterizedTest
    @EnumSource
    void parsesItsOwnLine(BrokerReport.Kind kind) {
        BrokerReport report = new BrokerReport(kind, "4.3.1 (why)");

        assertEquals(Optional.of(report), BrokerReport.parse(report.line()));
    }

    @Test
    void isOneLine() {
        assertEquals("local-kafka failed first", new BrokerReport(BrokerReport.Kind.FAILED, "first\nsecond").line());
        assertEquals("local-kafka failed ", new BrokerReport(BrokerReport.Kind.FAILED, "").line());
    }

    @Test
    void parsesNoOtherLine() {
        assertEquals(Optional.empty(), BrokerReport.parse(""));
        assertEquals(Optional.empty(), BrokerReport.parse("local-kafka ready"));
        assertEquals(Optional.empty(), BrokerReport.parse("ready 4.3.1"));
    }
}
