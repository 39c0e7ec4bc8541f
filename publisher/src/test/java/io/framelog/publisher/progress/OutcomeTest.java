package io.framelog.publisher.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void endAndStopAreNotFailures() {
        assertEquals(Optional.empty(), new Outcome.Completed().failure());
        assertEquals("the source came to its end", new Outcome.Completed().reason());
        assertEquals(Optional.empty(), new Outcome.Stopped().failure());
        assertEquals("the publisher was stopped", new Outcome.Stopped().reason());
    }

    @Test
    void knownFailureKeepsItsExitCodeAndMessage() {
        CommandFailure known = new CommandFailure(ExitCode.UNAVAILABLE, "Kafka does not answer");
        Outcome outcome = Outcome.failed("sending", known);
        assertSame(known, outcome.failure().orElseThrow());
        assertEquals("Kafka does not answer", outcome.reason());
    }

    @Test
    void unknownFailureNamesWhatFailedAndKeepsItsCause() {
        OutOfMemoryError cause = new OutOfMemoryError("Java heap space");
        CommandFailure failure = Outcome.failed("capturing", cause).failure().orElseThrow();
        assertEquals(ExitCode.UNEXPECTED, failure.exitCode());
        assertEquals("capturing failed: java.lang.OutOfMemoryError: Java heap space", failure.getMessage());
        assertSame(cause, failure.getCause());
    }
}
