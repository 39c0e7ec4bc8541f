package io.framelog.viewer.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.part.PartPool;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class ReadAheadTest {
    private static final int MANY = 3 * ReadAhead.THREADS;

    @Test
    void survivesErrors() {
        OutOfMemoryError error = new OutOfMemoryError("as a test");
        KafkaOptions nowhere = new KafkaOptions();
        new CommandLine(nowhere).parseArgs("--bootstrap-server", "127.0.0.1:1");
        HistoryReaders readers = new HistoryReaders(
                new ConsumerFactory(nowhere),
                "video-stream",
                stream -> {
                    throw error;
                },
                new RecordFilter(1000, new SkippedRecords()));
        ChunkCache cache = new ChunkCache(1000);
        ReplayRequest request = new ReplayRequest(
                new StreamName("front"), new Earliest(), Optional.empty(), 1, Duration.ZERO, OptionalInt.empty());
        try (ReadAhead readAhead = new ReadAhead(readers, new ChunkReader(new PartPool(1000, 1), cache), cache, MANY)) {
            for (int i = 0; i < MANY; i++) {
                assertSame(
                        error,
                        assertThrows(CompletionException.class, readAhead.open(request)::join)
                                .getCause());
            }
        }
        assertEquals(0, readers.lent());
        readers.close();
    }
}
