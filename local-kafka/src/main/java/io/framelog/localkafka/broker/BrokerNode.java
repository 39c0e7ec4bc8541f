package io.framelog.localkafka.broker;

import io.framelog.localkafka.broker.BrokerArguments.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Objects;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** Creates a node of the cluster: the only one, or one of several brokers, or their controller. */
final class BrokerNode {

    private static final String CONTROLLER_LISTENER = "CONTROLLER";

    private final BrokerArguments arguments;

    BrokerNode(BrokerArguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Creates the server, and formats a new data folder. The caller must start it.
     *
     * @throws DataUnusableException if the folder contains something that this node cannot use
     */
    KafkaRaftServer create() throws DataUnusableException, IOException {
        KafkaConfig config = new KafkaConfig(settings(), false);
        try {
            formatIfNew();
            return new KafkaRaftServer(config, Time.SYSTEM);
        } catch (Exception e) {
            // The settings are valid, so the folder is the problem: another node's, a newer Kafka's, or damaged.
            throw new DataUnusableException(String.valueOf(e.getMessage()), e);
        }
    }

    private void formatIfNew() throws Exception {
        if (Files.exists(arguments.data().kafka().resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(arguments.data().kafka());
        new Formatter()
                .setClusterId(arguments.clusterId())
                .setNodeId(arguments.node())
                .addDirectory(arguments.data().kafka().toString())
                .setControllerListenerName(CONTROLLER_LISTENER)
                .run();
    }

    private Properties settings() throws IOException {
        Properties settings = new Properties();
        load(settings, "broker.properties");
        if (arguments.role() != Role.SINGLE) {
            load(settings, "cluster.properties");
        }
        if (Files.exists(arguments.data().accessSettings())) {
            try (Reader access = Files.newBufferedReader(arguments.data().accessSettings())) {
                settings.load(access);
            }
        }
        String controller = "127.0.0.1:" + arguments.controllerPort();
        String clients = "CLIENTS://127.0.0.1:" + arguments.port();
        settings.setProperty("node.id", Integer.toString(arguments.node()));
        switch (arguments.role()) {
            case SINGLE -> {
                settings.setProperty("process.roles", "broker,controller");
                settings.setProperty("listeners", clients + "," + CONTROLLER_LISTENER + "://" + controller);
            }
            case BROKER -> {
                settings.setProperty("process.roles", "broker");
                settings.setProperty("listeners", clients);
            }
            case CONTROLLER -> {
                settings.setProperty("process.roles", "controller");
                settings.setProperty("listeners", CONTROLLER_LISTENER + "://" + controller);
            }
        }
        // Static voters allow another port for the controller at each start.
        settings.setProperty("controller.quorum.voters", arguments.controllerNode() + "@" + controller);
        settings.setProperty("log.dirs", arguments.data().kafka().toString());
        return settings;
    }

    private void load(Properties settings, String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
            settings.load(in);
        }
    }
}
