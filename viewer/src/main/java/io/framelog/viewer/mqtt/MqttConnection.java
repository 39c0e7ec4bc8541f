package io.framelog.viewer.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a broker, which is made again when it is needed. The broker tells others when it ends without a
 * goodbye. Not thread-safe.
 */
final class MqttConnection {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    /** How long the broker may take to acknowledge a message. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);
    private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(1);
    /** Delivered at least once. */
    private static final int AT_LEAST_ONCE = 1;

    private static final byte[] ONLINE = "online".getBytes(US_ASCII);
    private static final byte[] OFFLINE = "offline".getBytes(US_ASCII);

    private final MqttLogin login;
    private final String availability;
    private @Nullable MqttClient client;

    MqttConnection(MqttLogin login, String availability) {
        this.login = login;
        this.availability = availability;
    }

    boolean isOpen() {
        return client != null && client.isConnected();
    }

    /**
     * Connects, and says that this process is there.
     *
     * @throws IOException says what is wrong and what to do
     */
    void open() throws IOException {
        drop();
        try {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
            options.setCleanSession(true);
            options.setConnectionTimeout((int) CONNECT_LIMIT.toSeconds());
            options.setKeepAliveInterval((int) KEEP_ALIVE.toSeconds());
            options.setWill(availability, OFFLINE, AT_LEAST_ONCE, true);
            login.addTo(options);
            // A name of its own: the broker would end the connection of another process with the same one.
            MqttClient made = new MqttClient(
                    login.address().forClient(),
                    "framelog-" + UUID.randomUUID().toString().substring(0, 8),
                    new MemoryPersistence());
            client = made;
            made.setTimeToWait(ANSWER_LIMIT.toMillis());
            made.connect(options);
            made.publish(availability, ONLINE, AT_LEAST_ONCE, true);
        } catch (MqttException | IllegalArgumentException e) {
            drop();
            throw new IOException(reason(e), e);
        }
    }

    /**
     * Sends a message, and waits until the broker has it.
     *
     * @param retained whether the broker keeps it for those who come later
     * @throws IOException if the broker does not acknowledge it; the connection is closed
     */
    void publish(String topic, byte[] payload, boolean retained) throws IOException {
        MqttClient present = client;
        if (present == null) {
            throw new IOException("no connection");
        }
        try {
            present.publish(topic, payload, AT_LEAST_ONCE, retained);
        } catch (MqttException e) {
            drop();
            throw new IOException(reason(e), e);
        }
    }

    /** Ends the connection, and says so, unless another process tells of the streams. */
    void close(boolean goodbye) {
        if (goodbye && isOpen() && client != null) {
            try {
                client.setTimeToWait(GOODBYE_LIMIT.toMillis());
                client.publish(availability, OFFLINE, AT_LEAST_ONCE, true);
            } catch (MqttException e) {
                LOG.debug("the broker will say it", e);
            }
        }
        drop();
    }

    private void drop() {
        MqttClient last = client;
        client = null;
        if (last == null) {
            return;
        }
        try {
            last.disconnectForcibly(0, GOODBYE_LIMIT.toMillis());
        } catch (MqttException e) {
            LOG.trace("it was not connected", e);
        }
        try {
            last.close(true);
        } catch (MqttException e) {
            LOG.debug("cannot close a connection", e);
        }
    }

    private static String reason(Exception fault) {
        if (fault instanceof MqttException mqtt) {
            int code = mqtt.getReasonCode();
            if (code == MqttException.REASON_CODE_FAILED_AUTHENTICATION
                    || code == MqttException.REASON_CODE_NOT_AUTHORIZED) {
                return "the broker does not accept this user and password: check --mqtt and --mqtt-password-file";
            }
            if (code == MqttException.REASON_CODE_CLIENT_TIMEOUT) {
                return "no answer for " + ANSWER_LIMIT.toSeconds() + " s";
            }
        }
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
