package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.cli.CommandRunner;
import io.framelog.ffmpeg.testing.PictureRecorder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectCommandTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int FPS = 10;

    @TempDir
    private static Path folder;

    private static Path clip = Path.of("");

    private record Outcome(int exitCode, String text) {
        List<Map<String, Object>> json() throws Exception {
            List<Map<String, Object>> events = new ArrayList<>();
            for (String line : text.lines().toList()) {
                events.add(JSON.std.mapFrom(line));
            }
            return events;
        }
    }

    /** H.264 of 16 seconds, in which somebody crosses from 5 to 9 s on the left, and from 11 to 14 s on the right. */
    @BeforeAll
    static void record() {
        List<Long> micros = new ArrayList<>();
        List<BufferedImage> pictures = new ArrayList<>();
        for (int i = 0; i < 16 * FPS; i++) {
            double t = (double) i / FPS;
            micros.add(i * 1_000_000L / FPS);
            pictures.add(picture(t));
        }
        clip = PictureRecorder.of("libopenh264", "yuv420p").record(folder.resolve("clip.mp4"), micros, pictures);
    }

    private static BufferedImage picture(double t) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        Random chance = new Random(1);
        for (int i = 0; i < 200; i++) {
            int level = 60 + chance.nextInt(120);
            painter.setColor(new Color(level, level, level));
            painter.fillRect(chance.nextInt(WIDTH), chance.nextInt(HEIGHT), chance.nextInt(60), chance.nextInt(40));
        }
        painter.setColor(Color.WHITE);
        if (t >= 5 && t < 9) {
            painter.fillRect((int) (20 + 25 * (t - 5)), 60, 24, 70);
        } else if (t >= 11 && t < 14) {
            painter.fillRect((int) (200 + 30 * (t - 11)), 60, 24, 70);
        }
        painter.dispose();
        return picture;
    }

    private static Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("detect"));
        all.addAll(List.of(arguments));
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(printed, true, UTF_8)) {
            System.setOut(stream);
            System.setErr(stream);
            int code = new CommandRunner(Map.of("FRAMELOG_FPS", "0.1"), DetectCommand.NOT_IN_ENVIRONMENT)
                    .run(new ViewerCommand(), all.toArray(String[]::new));
            return new Outcome(code, printed.toString(UTF_8).strip());
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static double seconds(Map<String, Object> event, String member) {
        return ((Number) event.getOrDefault(member, Double.NaN)).doubleValue();
    }

    @Test
    void printsALineOfJsonForEachEvent() throws Exception {
        List<Map<String, Object>> events =
                run("--json", "--file", clip.toString(), "--quiet", "1s").json();

        assertEquals(2, events.size(), events.toString());
        for (Map<String, Object> event : events) {
            assertEquals(clip.toString(), event.get("file"));
            assertEquals("motion", event.get("type"));
            assertTrue(event.get("boxes") instanceof List<?> boxes && !boxes.isEmpty(), event.toString());
        }
        assertEquals(5, seconds(events.get(0), "from"), 0.3);
        assertEquals(9, seconds(events.get(0), "to"), 0.3);
        assertEquals(11, seconds(events.get(1), "from"), 0.3);
        assertEquals(14, seconds(events.get(1), "to"), 0.3);
    }

    @Test
    void printsATableForPeople() {
        Outcome outcome = run("--file", clip.toString(), "--quiet", "1s");

        assertEquals(0, outcome.exitCode());
        List<String> lines = outcome.text().lines().toList();
        assertEquals(4, lines.size(), outcome.text());
        assertTrue(lines.get(0).startsWith("type    from"), outcome.text());
        assertTrue(lines.get(1).startsWith("motion  0:00:05."), outcome.text());
        assertEquals("viewer: " + clip + ": 2 events in 15.8 s of video", lines.get(3));
    }

    @Test
    void countsOnlyMotionInZonesThatIsNotIgnored() throws Exception {
        List<Map<String, Object>> inZone = run(
                        "--json", "--file", clip.toString(), "--zone", "front:gate=0.6,0 1,0 1,1 0.6,1")
                .json();
        assertEquals(1, inZone.size(), inZone.toString());
        assertEquals(List.of("gate"), inZone.get(0).get("zones"));
        assertEquals(11, seconds(inZone.get(0), "from"), 0.3);

        List<Map<String, Object>> left = run("--json", "--file", clip.toString(), "--ignore", "0.55,0 1,0 1,1 0.55,1")
                .json();
        assertEquals(1, left.size(), left.toString());
        assertEquals(9, seconds(left.get(0), "to"), 0.3);
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Path text = Files.writeString(folder.resolve("a.txt"), "no video");

        assertEquals(new Outcome(66, "viewer: missing.mp4 does not exist"), run("--file", "missing.mp4"));
        assertEquals(
                new Outcome(66, "viewer: " + folder + " is a folder: name a video file"),
                run("--file", folder.toString()));
        Outcome outcome = run("--file", text.toString());
        assertEquals(66, outcome.exitCode());
        assertTrue(outcome.text().startsWith("viewer: " + text + " cannot be read as a video"), outcome.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sensitivity | 11 | --sensitivity must be between 1 and 10, not 11",
                "--fps | 0 | --fps must be between 1 and 30, not 0",
                "--quiet | 0s | --quiet must be more than 0s and at most 10m",
                "--zone | 0,0 1,0 1,1 | write NAME=x,y x,y x,y",
                "--zone | door=0,0 1,0 | a polygon needs at least 3 corners",
                "--ignore | 0,0 1,0 1,2 | x and y must be between 0 and 1, not 1.0,2.0"
            })
    void refusesWrongValues(String option, String value, String message) {
        Outcome outcome = run("--file", clip.toString(), option, value);

        assertEquals(2, outcome.exitCode());
        assertEquals(1, outcome.text().lines().count(), outcome.text());
        assertTrue(outcome.text().contains(message), outcome.text());
    }
}
