package io.framelog.localkafka;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class path of the broker's JVM: the jars of a built local-kafka. Immutable.
 *
 * @param home the distribution's folder, with lib/ and broker/
 */
record BrokerClassPath(Path home) {

    /** The repository's root. The distribution is looked for there if this code does not run from one. */
    static final String ROOT_PROPERTY = "framelog.root";

    /**
     * Finds the distribution that this code runs from, or else the one that was built under {@link #ROOT_PROPERTY}.
     *
     * @throws LocalKafkaException if there is neither
     */
    static BrokerClassPath find() {
        return find(ownJar(), System.getProperty(ROOT_PROPERTY));
    }

    static BrokerClassPath find(Path ownJar, @Nullable String root) {
        BrokerClassPath own = new BrokerClassPath(ownJar.resolveSibling("..").normalize());
        if (own.isBuilt()) {
            return own;
        }
        if (root == null) {
            throw notBuilt("and name the repository's root with -D" + ROOT_PROPERTY);
        }
        BrokerClassPath built = new BrokerClassPath(
                Path.of(root, "local-kafka", "target", "framelog-local-kafka").toAbsolutePath());
        if (!built.isBuilt()) {
            throw notBuilt("in " + root);
        }
        return built;
    }

    /** The class path for Java's {@code -cp}. Its order is stable, unlike that of {@code broker/*}. */
    String joined() {
        try (Stream<Path> jars = Files.list(broker())) {
            return Stream.concat(Stream.of(mainJar()), jars.sorted())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isBuilt() {
        return Files.isRegularFile(mainJar()) && Files.isDirectory(broker());
    }

    private Path mainJar() {
        return home.resolve("lib").resolve("framelog-local-kafka.jar");
    }

    private Path broker() {
        return home.resolve("broker");
    }

    private static Path ownJar() {
        try {
            return Path.of(Objects.requireNonNull(
                            BrokerClassPath.class.getProtectionDomain().getCodeSource())
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LocalKafkaException notBuilt(String where) {
        return new LocalKafkaException(
                LocalKafkaException.Reason.NOT_BUILT,
                "local-kafka is not built: run `mvn -DskipTests package` " + where);
    }
}
