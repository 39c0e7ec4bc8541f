package io.framelog.benchmarks.sections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ClipMemoryTest {
    @Test
    void addsTheHeapsPoolsUp() {
        String figures = """
                # HELP jvm_memory_used_bytes The amount of used memory
                jvm_memory_used_bytes{area="heap",id="Eden Space"} 1.5E7
                jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 5000000.0
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 3.0E7
                jvm_memory_max_bytes{area="heap",id="Tenured Gen"} 1.0E8
                """;
        assertEquals(20, ClipMemory.heapMegabytes(figures), 1e-9);
    }
}
