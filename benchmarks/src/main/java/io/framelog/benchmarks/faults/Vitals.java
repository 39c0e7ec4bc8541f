package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.process.Usage;
import io.framelog.benchmarks.servers.Http;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a viewer holds at a moment, after a garbage collection. For Linux.
 *
 * @param descriptors open files and connections
 * @param threads of the process
 * @param direct megabytes of direct buffers
 * @param heap megabytes of the heap that are in use
 * @param resident megabytes of memory of the whole process
 */
record Vitals(double descriptors, double threads, double direct, double heap, double resident) {
    private static final Pattern DIRECT =
            Pattern.compile("(?m)^jvm_buffer_memory_used_bytes\\{id=\"direct\"\\} (\\S+)");
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*\\} (\\S+)");
    private static final int LOOKS = 4;

    /** Collects garbage and looks, some times within a few seconds; the least of what varies with each frame. */
    static Vitals of(RunningCommand viewer, URI address) throws IOException, InterruptedException {
        Vitals least = look(viewer, address);
        for (int i = 1; i < LOOKS; i++) {
            TimeUnit.MILLISECONDS.sleep(300);
            Vitals next = look(viewer, address);
            least = new Vitals(
                    Math.min(least.descriptors, next.descriptors),
                    Math.min(least.threads, next.threads),
                    Math.min(least.direct, next.direct),
                    Math.min(least.heap, next.heap),
                    next.resident);
        }
        return least;
    }

    private static Vitals look(RunningCommand viewer, URI address) throws IOException, InterruptedException {
        long pid = viewer.process().pid();
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        int unused = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        String metrics = new Http().get(address.resolve("/metrics")).orElse("");
        return new Vitals(
                count(pid, "fd"),
                count(pid, "task"),
                sum(DIRECT, metrics) / 1e6,
                sum(HEAP, metrics) / 1e6,
                Usage.residentMegabytes(viewer.handle()));
    }

    private static double count(long pid, String folder) {
        String[] entries = new File("/proc/" + pid + "/" + folder).list();
        return entries == null ? Double.NaN : entries.length;
    }

    private static double sum(Pattern metric, String text) {
        double sum = 0;
        for (Matcher found = metric.matcher(text); found.find(); ) {
            sum += Double.parseDouble(found.group(1));
        }
        return sum;
    }
}
