package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.notify.Notices;
import io.framelog.viewer.testing.Mosquitto;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Events of a real Kafka come to a real MQTT broker, as Home Assistant wants them. */
@Timeout(180)
@ExtendWith(KafkaExtension.class)
class NotifyMqttIT {
    private final Path folder;
    private final String server;
    private final String topic;
    private final EventWriter events;

    NotifyMqttIT(@TempDir Path folder, TestKafka kafka) {
        this.folder = folder;
        server = kafka.bootstrapServer();
        topic = kafka.uniqueName("mqtt");
        events = new EventWriter(server, topic);
    }

    @BeforeAll
    static void requireBroker() {
        Mosquitto.assumeInstalled();
    }

    @BeforeEach
    void createTopic() throws Exception {
        events.createTopic(1);
    }

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void homeAssistantFindsTheStreamAndItsState() throws Exception {
        Instant now = Instant.now();
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true");
                NotifyProcess notify = NotifyProcess.start(
                        server,
                        topic,
                        "--mqtt=mqtt://127.0.0.1:" + broker.port(),
                        "--public-url=https://cameras.example.org/")) {
            broker.awaitMessage("framelog/availability", "online");

            events.writeRaw("front door", Notices.motionBegan("motion-3-1", now));
            String id = "front_door-c9b7995f";
            broker.awaitMessage("framelog/" + id + "/motion", "ON");
            Map<String, Object> sensor = JSON.std.mapFrom(
                    broker.awaitPart("homeassistant/binary_sensor/framelog_" + id + "/motion/config", "{"));
            assertEquals("motion", sensor.get("device_class"));
            assertEquals("framelog/" + id + "/motion", sensor.get("state_topic"));
            assertEquals("framelog/availability", sensor.get("availability_topic"));
            assertTrue(String.valueOf(sensor.get("device")).contains("name=front door"), sensor::toString);
            broker.awaitPart("framelog/" + id + "/event", "https://cameras.example.org/#/front%20door/3@12310");

            events.writeRaw("front door", Notices.motionEnded("motion-3-1", now, now.plusSeconds(3)));
            broker.awaitMessage("framelog/" + id + "/motion", "OFF");
            broker.awaitBytes("framelog/" + id + "/image", Notices.picture());

            // Too soon for another message, but the sensor has to be right.
            events.writeRaw("front door", Notices.motionBegan("motion-3-2", now.plusSeconds(9)));
            broker.awaitMessage("framelog/" + id + "/motion", "ON");
            events.writeRaw("front door", Notices.stream("x1", "started", now));
            broker.awaitMessage("framelog/" + id + "/connectivity", "ON");
            events.writeRaw("front door", Notices.stream("x2", "ended", now));
            broker.awaitMessage("framelog/" + id + "/connectivity", "OFF");
            assertEquals(2, broker.count("framelog/" + id + "/event"), "the beginning and the end of the first one");

            broker.hearRetained();
            broker.awaitMessage("framelog/" + id + "/motion", "ON");
            broker.awaitMessage("framelog/" + id + "/connectivity", "OFF");
            broker.awaitBytes("framelog/" + id + "/image", Notices.picture());
            for (String entity :
                    new String[] {"binary_sensor/%s/motion", "binary_sensor/%s/connectivity", "camera/%s/image"}) {
                String config = "homeassistant/" + entity.formatted("framelog_" + id) + "/config";
                assertTrue(JSON.std.mapFrom(broker.awaitPart(config, "{")).containsKey("unique_id"), config);
            }

            notify.kill();
            broker.awaitMessage("framelog/availability", "offline");
        }
    }

    @Test
    void logsInOverTlsAndWaitsForABrokerThatIsAway() throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        TlsFiles files = authority.issue("broker", "RSA");
        Path trusted = Files.writeString(
                folder.resolve("ca.pem"),
                TestAuthority.pem(
                        "CERTIFICATE", authority.certificate("authority").getEncoded()));
        Path passwords = folder.resolve("passwords");
        Process hash = new ProcessBuilder("mosquitto_passwd", "-c", "-b", passwords.toString(), "hass", "s3cret")
                .inheritIO()
                .start();
        assertEquals(0, hash.waitFor());
        Path password = Files.writeString(folder.resolve("password"), "wrong\n");
        try (Mosquitto broker = Mosquitto.start(
                        folder,
                        "allow_anonymous false",
                        "password_file " + passwords,
                        "certfile " + files.certificate(),
                        "keyfile " + files.key());
                NotifyProcess notify = NotifyProcess.start(
                        server,
                        topic,
                        "--mqtt=mqtts://hass@localhost:" + broker.port(),
                        "--mqtt-password-file=" + password,
                        "--mqtt-discovery=none",
                        "--mqtt-prefix=home/cameras",
                        "--ca=" + trusted)) {
            notify.process()
                    .awaitLine("cannot connect to mqtts://localhost:\\d+: the broker does not accept this user");
            events.writeRaw("front", Notices.motionBegan("motion-3-1", Instant.now()));
            notify.process().awaitLine("does not take events: the broker does not accept this user and password");
            Files.writeString(password, "s3cret\n");
            broker.awaitMessage("home/cameras/front/motion", "ON");
            assertEquals(0, broker.count("homeassistant/binary_sensor/home_cameras_front/motion/config"));

            notify.process().signal("TERM");
            assertEquals(143, notify.process().awaitExit(), notify.process().output());
            broker.awaitMessage("home/cameras/availability", "offline");
            assertTrue(
                    !notify.process().output().contains("s3cret"),
                    notify.process().output());
        }
    }

    @Test
    void trustsNoBrokerThatNobodyHasSigned() throws Exception {
        TlsFiles files = new TestAuthority(folder).issue("broker", "RSA");
        try (Mosquitto broker = Mosquitto.start(
                        folder, "allow_anonymous true", "certfile " + files.certificate(), "keyfile " + files.key());
                NotifyProcess notify =
                        NotifyProcess.start(server, topic, "--mqtt=mqtts://localhost:" + broker.port())) {
            notify.process().awaitLine("cannot connect to mqtts://localhost:\\d+: .*certification path");
        }
    }
}
