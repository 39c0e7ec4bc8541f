package io.framelog.localkafka;

import io.framelog.localkafka.broker.BrokerArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of the broker's JVM. It uses the Java that runs this, and options that this Java knows. Immutable.
 *
 * @param classPath the broker's jars
 * @param heap a value for {@code -Xmx}
 * @param verbose whether the broker logs more than warnings
 */
record BrokerCommand(BrokerClassPath classPath, String heap, boolean verbose) {

    /** By its name: a reference to the class would need Kafka on this class path. */
    private static final String MAIN = "io.framelog.localkafka.broker.BrokerMain";

    List<String> line(BrokerArguments arguments) {
        return line(arguments, Runtime.version().feature());
    }

    List<String> line(BrokerArguments arguments, int javaVersion) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Kafka starts faster: C1 and the serial collector halve its CPU time until it is ready.
        line.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        // Otherwise a broker that is out of memory would go on half alive.
        line.add("-XX:+ExitOnOutOfMemoryError");
        // Standard output is for reports. The JVM's own messages go to the log.
        line.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-XX:+DisplayVMOutputToStderr"));
        // Kafka unmaps files through Unsafe, and loads native compression. A newer Java warns unless that is allowed;
        // an older one does not know the options.
        if (javaVersion >= 23) {
            line.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (javaVersion >= 24) {
            line.add("--enable-native-access=ALL-UNNAMED");
        }
        line.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=" + (verbose ? "info" : "warn"));
        line.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
        line.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        line.addAll(List.of("-cp", classPath.joined(), MAIN));
        line.addAll(arguments.toWords());
        return line;
    }
}
