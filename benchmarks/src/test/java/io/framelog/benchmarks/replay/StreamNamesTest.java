package io.framelog.benchmarks.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.frame.StreamName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StreamNamesTest {
    @Test
    void eachNameIsOfOnePartition() {
        Set<StreamName> names = new TreeSet<>();
        for (int partition = 0; partition < 3; partition++) {
            List<StreamName> some = StreamNames.in(partition, 3, "camera-", 4);
            assertEquals(4, some.size());
            names.addAll(some);
        }
        assertEquals(12, names.size());
    }

    @Test
    void countsFromOneWhereThereIsOnePartition() {
        assertEquals(
                List.of(new StreamName("camera-1"), new StreamName("camera-2")), StreamNames.in(0, 1, "camera-", 2));
    }
}
