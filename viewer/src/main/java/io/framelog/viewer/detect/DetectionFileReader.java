package io.framelog.viewer.detect;

import io.framelog.cli.DurationText;
import io.framelog.detection.motion.Polygon;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML of the form that {@code docs/detection.md} describes, and collects every mistake in it. For one file. */
final class DetectionFileReader {
    private static final String DEFAULTS = "defaults";
    private static final String STREAMS = "streams";

    private final String name;
    private final List<String> mistakes = new ArrayList<>();

    /** @param name of the file, for messages */
    DetectionFileReader(String name) {
        this.name = name;
    }

    /** What the text says, as far as it has no mistakes. */
    DetectionFile read(String text) {
        WatchRule[] defaults = {WatchRule.NONE};
        Map<StreamName, WatchRule> streams = new LinkedHashMap<>();
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(text);
            if (root.isEmpty() || isEmpty(root.get())) {
                mistake(1, "the file", "is empty; it must have " + DEFAULTS + " or " + STREAMS);
            } else {
                entries(root.get(), "the file", (key, value) -> {
                    switch (key.getValue()) {
                        case DEFAULTS -> defaults[0] = rule(value, DEFAULTS);
                        case STREAMS -> streams(value, streams);
                        default ->
                            mistake(key, key.getValue(), "there is no such key; use " + DEFAULTS + " or " + STREAMS);
                    }
                });
            }
        } catch (MarkedYamlEngineException e) {
            mistake(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1), "this is not YAML", e.getProblem());
        } catch (YamlEngineException e) {
            mistake(1, "this is not YAML", String.valueOf(e.getMessage()));
        }
        return new DetectionFile(defaults[0], streams);
    }

    /** The mistakes in what was read, each a line. */
    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    private void streams(Node node, Map<StreamName, WatchRule> streams) {
        entries(node, STREAMS, (key, value) -> {
            String place = STREAMS + "." + key.getValue();
            if (StreamName.isValid(key.getValue())) {
                streams.put(new StreamName(key.getValue()), rule(value, place));
            } else {
                mistake(key, place, "this cannot be the name of a stream");
            }
        });
    }

    /** A rule while it is read. */
    private static final class Draft {
        private Optional<Boolean> motion = Optional.empty();
        private Optional<Integer> sensitivity = Optional.empty();
        private Optional<Integer> fps = Optional.empty();
        private Optional<Duration> quiet = Optional.empty();
        private Optional<Map<String, List<Polygon>>> zones = Optional.empty();
        private Optional<List<Polygon>> ignored = Optional.empty();
    }

    private WatchRule rule(Node node, String place) {
        Draft draft = new Draft();
        entries(node, place, (key, value) -> set(draft, key, value, place + "." + key.getValue()));
        WatchRule rule =
                new WatchRule(draft.motion, draft.sensitivity, draft.fps, draft.quiet, draft.zones, draft.ignored);
        try {
            var unusedSettings = rule.settings();
        } catch (IllegalArgumentException e) {
            mistake(node, place, String.valueOf(e.getMessage()));
        }
        return rule;
    }

    private void set(Draft draft, ScalarNode key, Node value, String place) {
        switch (key.getValue()) {
            case "motion" -> draft.motion = flag(value, place);
            case "sensitivity" -> draft.sensitivity = number(value, place, 10);
            case "fps" -> draft.fps = number(value, place, WatchRule.MAX_FPS);
            case "quiet" -> draft.quiet = quiet(value, place);
            case "zones" -> draft.zones = zones(value, place);
            case "ignore" -> draft.ignored = Optional.of(polygons(value, place));
            default ->
                mistake(key, place, "there is no such key; use motion, sensitivity, fps, quiet, zones or ignore");
        }
    }

    private Optional<Boolean> flag(Node node, String place) {
        String text = text(node, place);
        if (!text.equals("true") && !text.equals("false") && !text.isEmpty()) {
            mistake(node, place, "must be true or false, not " + text);
        }
        return Optional.of(!text.equals("false"));
    }

    private Optional<Integer> number(Node node, String place, int most) {
        String text = text(node, place);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            mistake(node, place, "must be a whole number between 1 and " + most + ", not " + text);
            return Optional.empty();
        }
        return Optional.of(number);
    }

    private Optional<Duration> quiet(Node node, String place) {
        String text = text(node, place);
        Optional<Duration> quiet = DurationText.parse(text.matches("\\d+") ? text + "s" : text)
                .filter(time -> !time.isZero() && time.compareTo(WatchRule.MAX_QUIET) <= 0);
        if (quiet.isEmpty() && !text.isEmpty()) {
            mistake(node, place, "must be a duration of more than 0s and at most 10m, such as 30s, not " + text);
        }
        return quiet;
    }

    private Optional<Map<String, List<Polygon>>> zones(Node node, String place) {
        Map<String, List<Polygon>> zones = new LinkedHashMap<>();
        entries(node, place, (key, value) -> zones.put(key.getValue(), polygons(value, place + "." + key.getValue())));
        return Optional.of(zones);
    }

    /** One polygon, or a list of them. */
    private List<Polygon> polygons(Node node, String place) {
        List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        List<Polygon> polygons = new ArrayList<>();
        for (Node item : items) {
            String text = text(item, place);
            try {
                if (!text.isEmpty()) {
                    polygons.add(Polygon.parse(text));
                }
            } catch (IllegalArgumentException e) {
                mistake(item, place, String.valueOf(e.getMessage()));
            }
        }
        return polygons;
    }

    /** A single value; empty after a mistake. */
    private String text(Node node, String place) {
        if (node instanceof ScalarNode scalar
                && !isEmpty(node)
                && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        mistake(node, place, node instanceof ScalarNode ? "has no value" : "must be a single value");
        return "";
    }

    /** Gives each entry of a mapping whose key is a text and comes for the first time. */
    private void entries(Node node, String place, BiConsumer<ScalarNode, Node> sink) {
        if (!(node instanceof MappingNode mapping)) {
            mistake(node, place, "must have keys with values, such as key: value");
            return;
        }
        Set<String> known = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                mistake(entry.getKeyNode(), place, "a key must be a text");
            } else if (!known.add(key.getValue())) {
                mistake(key, place, "has the key " + key.getValue() + " twice");
            } else {
                sink.accept(key, entry.getValueNode());
            }
        }
    }

    private void mistake(Node node, String place, String text) {
        mistake(node.getStartMark().map(Mark::getLine).orElse(0) + 1, place, text);
    }

    private void mistake(int line, String place, String text) {
        mistakes.add(name + ", line " + line + ": " + place + ": " + text);
    }

    private static boolean isEmpty(Node node) {
        return Tag.NULL.equals(node.getTag());
    }
}
