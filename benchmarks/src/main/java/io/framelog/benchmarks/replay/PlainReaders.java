package io.framelog.benchmarks.replay;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.sections.Workbench;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads recordings and does nothing with them: how fast Kafka gives them. */
final class PlainReaders {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofSeconds(10);
    /** As the viewer's readers of long stretches ask for. */
    private static final int PARTITION_BYTES = 4 * 1024 * 1024;

    private final Workbench bench;

    PlainReaders(Workbench bench) {
        this.bench = bench;
    }

    /** Megabytes of images a second, by a consumer in this JVM, from its making to its last record. */
    double consumer(Recording recording, long records) {
        TopicPartition partition = new TopicPartition(recording.topic(), recording.partition());
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bench.framelog().bootstrapServer(),
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                PARTITION_BYTES);
        long begin = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long bytes = 0;
            for (long read = 0; read < records; ) {
                long before = read;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    bytes += record.value().length;
                    read++;
                }
                if (read == before) {
                    throw new CommandFailure(ExitCode.UNEXPECTED, "Kafka gave " + read + " records of " + records);
                }
            }
            return bytes / 1e6 / ((System.nanoTime() - begin) / 1e9);
        }
    }

    /** The same by kcat, from the command to its end; NaN where it is not installed. */
    double kcat(Recording recording, long records) throws InterruptedException {
        if (bench.tool().firstLine("kcat", "-V").isEmpty()) {
            return Double.NaN;
        }
        String command = "exec kcat -C -q -b " + bench.framelog().bootstrapServer() + " -t " + recording.topic()
                + " -p " + recording.partition() + " -o beginning -c " + records + " >/dev/null";
        long begin = System.nanoTime();
        try (RunningCommand kcat = bench.commands().start(Map.of(), List.of("sh", "-c", command))) {
            kcat.awaitSuccess(PATIENCE);
            return records * (double) recording.frameBytes() / 1e6 / ((System.nanoTime() - begin) / 1e9);
        }
    }
}
