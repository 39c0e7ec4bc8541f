package io.framelog.viewer.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** Lookups in a real log, and their limits. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class HistoryExecutorIT {
    private static final StreamName FRONT = new StreamName("front");
    private static final Duration PLENTY = Duration.ofSeconds(60);

    private final Recording recording;
    private final HistoryReaders readers;
    private final AtomicReference<Object> late = new AtomicReference<>();

    HistoryExecutorIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("frames");
        recording = new Recording(kafka.bootstrapServer(), topic, 1);
        KafkaOptions options = new KafkaOptions();
        new CommandLine(options).parseArgs("--bootstrap-server", kafka.bootstrapServer(), "--topic", topic);
        readers = new HistoryReaders(
                new ConsumerFactory(options), topic, stream -> Set.of(), new RecordFilter(1000, new SkippedRecords()));
        recording.write("front", 7, 1_000_000);
        recording.flush();
    }

    @AfterEach
    void givesAllReadersBack() {
        Await.until("all readers are given back", () -> readers.lent() == 0);
        readers.close();
        recording.close();
    }

    @Test
    void refusesWhatDoesNotFit() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(HistoryExecutor.THREADS);
        try (HistoryExecutor executor = new HistoryExecutor(readers, PLENTY)) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < HistoryExecutor.THREADS; i++) {
                answers.add(executor.submit(
                        reader -> {
                            running.countDown();
                            release.await();
                            return number(reader);
                        },
                        late::set));
            }
            running.await();
            for (int i = 0; i < HistoryExecutor.MAX_WAITING; i++) {
                answers.add(executor.submit(HistoryExecutorIT::number, late::set));
            }
            assertEquals(HistoryExecutor.MAX_WAITING, executor.waiting());

            CompletableFuture<Integer> refused = executor.submit(HistoryExecutorIT::number, late::set);
            assertTrue(refused.isDone(), "a refused request does not wait");
            assertInstanceOf(
                    RejectedExecutionException.class,
                    assertThrows(ExecutionException.class, refused::get).getCause());
            assertEquals(1, executor.refusedCount());

            release.countDown();
            for (CompletableFuture<Integer> answer : answers) {
                assertEquals(7, answer.get());
            }
        }
    }

    @Test
    void endsALookupThatTakesTooLong() throws Exception {
        CountDownLatch ended = new CountDownLatch(HistoryExecutor.THREADS);
        try (HistoryExecutor executor = new HistoryExecutor(readers, Duration.ofSeconds(1))) {
            List<CompletableFuture<Integer>> endless = new ArrayList<>();
            for (int i = 0; i < HistoryExecutor.THREADS; i++) {
                endless.add(executor.submit(
                        reader -> {
                            try {
                                return readForEver(reader);
                            } finally {
                                ended.countDown();
                            }
                        },
                        late::set));
            }
            for (CompletableFuture<Integer> answer : endless) {
                assertInstanceOf(
                        TimeoutException.class,
                        assertThrows(ExecutionException.class, answer::get).getCause());
            }
            ended.await();
            assertEquals(
                    7, executor.submit(HistoryExecutorIT::number, late::set).get(), "its thread still works");
        }
    }

    @Test
    void handsOverWhatIsFoundTooLate() throws Exception {
        CountDownLatch given = new CountDownLatch(1);
        try (HistoryExecutor executor = new HistoryExecutor(readers, Duration.ofMillis(300))) {
            CompletableFuture<String> answer = executor.submit(
                    reader -> {
                        given.await();
                        return "late";
                    },
                    late::set);
            assertThrows(ExecutionException.class, answer::get);
            given.countDown();
            Await.until("the late result is handed over", () -> "late".equals(late.get()));
        }
    }

    @Test
    void survivesErrors() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("as a test");
        try (HistoryExecutor executor = new HistoryExecutor(readers, PLENTY)) {
            for (int i = 0; i <= HistoryExecutor.THREADS; i++) {
                CompletableFuture<Integer> answer = executor.submit(
                        reader -> {
                            throw error;
                        },
                        late::set);
                assertSame(
                        error,
                        assertThrows(ExecutionException.class, answer::get).getCause());
                assertEquals(0, readers.lent(), "its reader is given back");
            }
            assertEquals(
                    7, executor.submit(HistoryExecutorIT::number, late::set).get());
        }
    }

    private static int number(HistoryReader reader) {
        return reader.first(FRONT, new Earliest())
                .map(frame -> Recording.number(frame.frame().image()))
                .orElse(-1);
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static int readForEver(HistoryReader reader) {
        while (true) {
            assertEquals(7, number(reader));
        }
    }
}
