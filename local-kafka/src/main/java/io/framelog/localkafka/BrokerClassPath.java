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
 * What the broker's JVM runs on: the jars of a built local-kafka. Immutable.
 *
 * @param home the distribution's folder, with lib/ and broker/
 */
record BrokerClassPath(Path home) {

    /** Names the repository's root, under which the distribution is looked for where this code does not run from one. */
    static final String ROOT_PROPERTY = "framelog.root";

    /**
     * The distribution that this code is part of, else the one that was built under {@link #ROOT_PROPERTY}.
     *
     * @throws LocalKafkaException where neither is there
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

    /** The class path as Java's {@code -cp} takes it, in a stable order, which {@code broker/*} would not have. */
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
