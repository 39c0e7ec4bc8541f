package io.framelog.localkafka;

import io.framelog.localkafka.broker.BrokerArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of the broker's JVM: the Java that runs this, with the options that it knows. Immutable.
 *
 * @param classPath what the broker runs on
 * @param heap as {@code -Xmx} takes it
 * @param verbose whether the broker logs more than warnings
 */
record BrokerCommand(BrokerClassPath classPath, String heap, boolean verbose) {

    /** A class name, as its class would bring Kafka onto this class path. */
    private static final String MAIN = "io.framelog.localkafka.broker.BrokerMain";

    List<String> line(BrokerArguments arguments) {
        return line(arguments, Runtime.version().feature());
    }

    List<String> line(BrokerArguments arguments, int javaVersion) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A small broker that starts fast: C1 and the serial collector need half the CPU time until Kafka is ready.
        line.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        // A broker without memory left hangs on half alive otherwise.
        line.add("-XX:+ExitOnOutOfMemoryError");
        // Standard output is for reports: what the JVM has to say goes to the log.
        line.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-XX:+DisplayVMOutputToStderr"));
        // Kafka unmaps its files through Unsafe and loads compression natives: newer Javas warn where that is not
        // allowed, older ones do not know the option.
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
