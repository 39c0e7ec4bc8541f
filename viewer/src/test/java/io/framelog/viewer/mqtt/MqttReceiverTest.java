package io.framelog.viewer.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.viewer.notify.Delivery;
import io.framelog.viewer.notify.Links;
import io.framelog.viewer.notify.Notice;
import io.framelog.viewer.notify.Notices;
import io.framelog.viewer.testing.Mosquitto;
import io.framelog.viewer.tls.Trust;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MqttReceiverTest {
    private static final Notice BEGAN =
            Notices.read("front", Notices.motionBegan("motion-3-1", Instant.parse("2026-11-28T11:20:30Z")));

    @Test
    void publishesTheStateAndSaysGoodbye(@TempDir Path folder) throws Exception {
        Mosquitto.assumeInstalled();
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true")) {
            MqttReceiver receiver = receiver(broker.port());
            assertInstanceOf(Delivery.Done.class, receiver.deliver(BEGAN));
            broker.awaitMessage("framelog/availability", "online");
            broker.awaitMessage("framelog/front/motion", "ON");
            broker.awaitMessage("framelog/front/event", broker.text("framelog/front/event"));
            receiver.close();
            broker.awaitMessage("framelog/availability", "offline");

            MqttReceiver next = receiver(broker.port());
            next.tend();
            broker.awaitMessage("framelog/availability", "online");
            next.retire();
            broker.hearRetained();
            broker.awaitMessage("framelog/front/motion", "ON");
            assertEquals("online", broker.text("framelog/availability"), "another process is responsible");
            assertEquals("", broker.text("framelog/front/event"), "an event is not kept");
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Delivery.Later later =
                assertInstanceOf(Delivery.Later.class, receiver(port).deliver(BEGAN));
        assertTrue(later.reason().contains("refused"), later.reason());
    }

    @Test
    void givesEachStreamAnIdOfItsOwn() {
        assertEquals("front-1_a", Topics.id(new StreamName("front-1_a")));
        String id = Topics.id(new StreamName("a/b"));
        assertTrue(id.matches("a_b-[0-9a-f]{8}"), id);
        assertNotEquals(id, Topics.id(new StreamName("a+b")));
        assertTrue(Topics.id(new StreamName("ü".repeat(500))).length() < 80);
    }

    @Test
    void readsUserAndPasswordButShowsNeither() {
        MqttAddress address = MqttAddress.parse("mqtts://us%40er:p%3Aw@broker.example");
        assertEquals(8883, address.port());
        assertEquals(Optional.of("us@er"), address.user());
        assertEquals(Optional.of("p:w"), address.password());
        assertEquals("mqtts://broker.example:8883", address.shown());
    }

    private static MqttReceiver receiver(int port) {
        return new MqttReceiver(
                new MqttLogin(MqttAddress.parse("mqtt://127.0.0.1:" + port), Optional.empty(), Trust.ofJava()),
                new Topics("framelog", "homeassistant"),
                new Links(Optional.empty()));
    }
}
