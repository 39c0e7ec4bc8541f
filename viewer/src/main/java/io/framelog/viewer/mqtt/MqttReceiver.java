package io.framelog.viewer.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.event.EventType;
import io.framelog.frame.StreamName;
import io.framelog.viewer.notify.CloudEventJson;
import io.framelog.viewer.notify.Delivery;
import io.framelog.viewer.notify.Links;
import io.framelog.viewer.notify.Notice;
import io.framelog.viewer.notify.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT broker. It gets each event that is told, and the state of each stream: whether it has its source, whether there
 * is motion, and the last picture. Home Assistant finds the streams by itself.
 */
public final class MqttReceiver implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(MqttReceiver.class);
    /** How often to connect while there is nothing to tell. */
    private static final Duration RECONNECT = Duration.ofSeconds(5);

    /** Streams that are remembered; the messages are the same if one is announced again. */
    private static final int MAX_ANNOUNCED = 10_000;

    private static final byte[] ON = "ON".getBytes(US_ASCII);
    private static final byte[] OFF = "OFF".getBytes(US_ASCII);

    private final MqttAddress address;
    private final Topics topics;
    private final Links links;
    private final HomeAssistant homeAssistant;
    private final MqttConnection connection;
    /** Those that this connection has announced. */
    private final Set<StreamName> announced = new HashSet<>();

    private long nextConnect = System.nanoTime();
    private String told = "";

    /** A broker, which is connected when it is needed. */
    public MqttReceiver(MqttLogin login, Topics topics, Links links) {
        this.address = login.address();
        this.topics = topics;
        this.links = links;
        this.homeAssistant = new HomeAssistant(topics, links.base());
        this.connection = new MqttConnection(login, topics.availability());
    }

    @Override
    public String name() {
        return address.name();
    }

    @Override
    public String address() {
        return address.shown();
    }

    @Override
    public Delivery deliver(Notice notice) {
        try {
            connect();
            announce(notice.event().stream());
            if (!notice.isPast()) {
                publishState(notice);
            }
            if (notice.told()) {
                connection.publish(
                        topics.of(notice.event().stream(), "event"),
                        new CloudEventJson(notice, links).bytes(true),
                        false);
            }
            return new Delivery.Done();
        } catch (IOException e) {
            return new Delivery.Later(String.valueOf(e.getMessage()));
        }
    }

    private void connect() throws IOException {
        if (!connection.isOpen()) {
            announced.clear();
            connection.open();
            LOG.info("connected to {}", address());
            told = "";
        }
    }

    private void announce(StreamName stream) throws IOException {
        if (announced.contains(stream)) {
            return;
        }
        for (Map.Entry<String, byte[]> message :
                homeAssistant.announcement(stream).entrySet()) {
            connection.publish(message.getKey(), message.getValue(), true);
        }
        if (announced.size() >= MAX_ANNOUNCED) {
            announced.clear();
        }
        announced.add(stream);
    }

    private void publishState(Notice notice) throws IOException {
        StreamName stream = notice.event().stream();
        EventType type = notice.event().type();
        Optional<byte[]> picture = notice.picture();
        if (picture.isPresent()) {
            connection.publish(topics.of(stream, "image"), picture.get(), true);
        }
        if (type.equals(Notice.MOTION)) {
            connection.publish(topics.of(stream, "motion"), notice.isEnd() ? OFF : ON, true);
        } else if (type.equals(EventType.LOST) || type.equals(EventType.ENDED)) {
            connection.publish(topics.of(stream, "connectivity"), OFF, true);
        } else if (type.equals(EventType.RECOVERED) || type.equals(EventType.STARTED)) {
            connection.publish(topics.of(stream, "connectivity"), ON, true);
        }
    }

    /** Stays connected, so that the streams are available while nothing happens. */
    @Override
    public void tend() {
        if (connection.isOpen() || System.nanoTime() - nextConnect < 0) {
            return;
        }
        try {
            connect();
        } catch (IOException e) {
            nextConnect = System.nanoTime() + RECONNECT.toNanos();
            String reason = String.valueOf(e.getMessage());
            if (!told.equals(reason)) {
                told = reason;
                LOG.warn("cannot connect to {}: {}; retrying", address(), reason);
            }
        }
    }

    @Override
    public void retire() {
        connection.close(false);
    }

    @Override
    public void close() {
        connection.close(true);
    }
}
