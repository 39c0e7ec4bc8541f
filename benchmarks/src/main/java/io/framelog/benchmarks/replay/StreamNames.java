package io.framelog.benchmarks.replay;

import io.framelog.frame.StreamName;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/** Names of streams that Kafka's producers put into a wanted partition: by murmur2 of the key, as their partitioner does. */
final class StreamNames {
    private StreamNames() {}

    /**
     * The first so many names of a word and a number.
     *
     * @param partitions how many the topic has
     */
    static List<StreamName> in(int partition, int partitions, String word, int count) {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> new StreamName(word + number))
                .filter(name -> Utils.toPositive(Utils.murmur2(name.toKey())) % partitions == partition)
                .limit(count)
                .toList();
    }
}
