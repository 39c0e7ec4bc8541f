package io.framelog.viewer.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.testing.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Debian's MQTT broker in a process of its own, with a client that hears all messages. */
public final class Mosquitto implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    private final int port;
    private final int own;
    private final Path configuration;
    private final Map<String, byte[]> last = new ConcurrentHashMap<>();
    private final List<String> topics = new CopyOnWriteArrayList<>();
    private final ServiceProcess process;
    private final MqttClient listener;

    /**
     * Without this program, skips the calling test, or fails it if {@code FRAMELOG_TEST_PROXIES=required}, as tests of
     * proxies do.
     */
    public static void assumeInstalled() {
        boolean installed = Files.isExecutable(PROGRAM);
        if (!installed && "required".equals(System.getenv("FRAMELOG_TEST_PROXIES"))) {
            throw new AssertionError("FRAMELOG_TEST_PROXIES=required, but " + PROGRAM + " is not installed");
        }
        assumeTrue(installed, "skipped: " + PROGRAM + " is not installed");
    }

    /**
     * Starts a broker, and waits until it listens.
     *
     * @param settings lines of its configuration for the port; a second port is for the test's own client
     */
    public static Mosquitto start(Path folder, String... settings) throws IOException, MqttException {
        return new Mosquitto(folder, settings);
    }

    private Mosquitto(Path folder, String... settings) throws IOException, MqttException {
        port = freePort();
        own = freePort();
        configuration = folder.resolve("mosquitto.conf");
        Files.writeString(
                configuration,
                "per_listener_settings true\nuser root\npersistence false\nlistener " + port + " 127.0.0.1\n"
                        + String.join("\n", settings) + "\nlistener " + own + " 127.0.0.1\nallow_anonymous true\n",
                StandardCharsets.UTF_8);
        process = run();
        listener = new MqttClient("tcp://127.0.0.1:" + own, "test", new MemoryPersistence());
        try {
            listener.connect(new MqttConnectOptions());
            listen();
        } catch (MqttException e) {
            process.close();
            throw e;
        }
    }

    private void listen() throws MqttException {
        listener.subscribe("#", 1, (topic, message) -> {
            last.put(topic, message.getPayload());
            topics.add(topic);
        });
    }

    private ServiceProcess run() {
        ServiceProcess started = ServiceProcess.startCommand(PROGRAM, "-c", configuration.toString());
        Await.until(() -> "mosquitto listens: " + started.output(), () -> isOpen(port) && isOpen(own));
        return started;
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Its port with the settings. */
    public int port() {
        return port;
    }

    /** Waits until the last message of a topic is this one. */
    public void awaitMessage(String topic, String text) {
        Await.until(
                () -> topic + " with " + text + ", not " + text(topic) + "; topics: " + topics + "\n"
                        + process.output(),
                () -> text.equals(text(topic)));
    }

    /** Waits for a message that contains a text, and returns it. */
    public String awaitPart(String topic, String part) {
        Await.until(() -> topic + " with " + part + ", not " + text(topic) + "; topics: " + topics, () -> text(topic)
                .contains(part));
        return text(topic);
    }

    /** Waits for a message with these bytes. */
    public void awaitBytes(String topic, byte[] bytes) {
        Await.until(() -> topic + " with other bytes; topics: " + topics, () -> Arrays.equals(bytes, bytes(topic)));
    }

    /** The last message of a topic; empty if there was none. */
    public String text(String topic) {
        return new String(last.getOrDefault(topic, new byte[0]), StandardCharsets.UTF_8);
    }

    /** The last message of a topic. */
    public byte[] bytes(String topic) {
        return last.getOrDefault(topic, new byte[0]);
    }

    /** How many messages a topic had. */
    public long count(String topic) {
        return topics.stream().filter(topic::equals).count();
    }

    /** Forgets the messages, and hears only those that the broker keeps. */
    public void hearRetained() throws MqttException {
        listener.unsubscribe("#");
        last.clear();
        topics.clear();
        listen();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() throws MqttException {
        if (listener.isConnected()) {
            listener.disconnectForcibly(0, 1_000);
        }
        listener.close(true);
        process.close();
    }
}
