package io.framelog.publisher.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML of the form of {@code --config}, and collects every mistake in it. For one file. */
public final class ConfigReader {
    private static final String STREAMS = "streams";
    private static final String DEFAULTS = "defaults";

    private final Placeholders placeholders;
    private final List<Mistake> mistakes = new ArrayList<>();

    private ConfigReader(Map<String, String> environment) {
        placeholders = new Placeholders(environment);
    }

    /**
     * Reads a file's text.
     *
     * @param environment what {@code ${NAME}} stands for
     */
    public static ConfigText read(String text, Map<String, String> environment) {
        return new ConfigReader(environment).document(text);
    }

    private ConfigText document(String text) {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(text);
            if (root.isPresent() && !isEmpty(root.get())) {
                return sections(root.get());
            }
            mistakes.add(new Mistake(1, "the file is empty; it must have the key " + STREAMS));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            mistakes.add(new Mistake(line, "this is not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            mistakes.add(new Mistake(1, "this is not YAML: " + e.getMessage()));
        }
        return new ConfigText(List.of(), List.of(), mistakes);
    }

    private ConfigText sections(Node root) {
        List<Setting> general = new ArrayList<>();
        List<Setting> defaults = new ArrayList<>();
        List<StreamText> streams = new ArrayList<>();
        Map<String, Node> sections = new HashMap<>();
        entries(root, "the file", (key, value) -> {
            if (key.getValue().equals(STREAMS) || key.getValue().equals(DEFAULTS)) {
                sections.put(key.getValue(), value);
            } else {
                setting("", key, value).ifPresent(general::add);
            }
        });
        Optional.ofNullable(sections.get(DEFAULTS))
                .ifPresent(node -> settings(node, DEFAULTS).forEach(setting -> defaults.add(setting.asDefault())));
        Node node = sections.get(STREAMS);
        if (node == null) {
            mistakes.add(new Mistake(line(root), "the key " + STREAMS + " is missing"));
        } else {
            entries(node, STREAMS, (name, value) -> {
                List<Setting> own = settings(value, STREAMS + "." + name.getValue());
                streams.add(new StreamText(name.getValue(), line(name), merge(own, defaults)));
            });
            if (node instanceof MappingNode mapping && mapping.getValue().isEmpty()) {
                mistakes.add(new Mistake(line(node), STREAMS + ": must have at least one stream"));
            }
        }
        return new ConfigText(general, streams, mistakes);
    }

    private static List<Setting> merge(List<Setting> own, List<Setting> defaults) {
        Map<String, Setting> merged = new LinkedHashMap<>();
        defaults.forEach(setting -> merged.put(setting.key(), setting));
        own.forEach(setting -> merged.put(setting.key(), setting));
        return List.copyOf(merged.values());
    }

    private List<Setting> settings(Node node, String place) {
        List<Setting> settings = new ArrayList<>();
        entries(node, place, (key, value) -> setting(place + ".", key, value).ifPresent(settings::add));
        return settings;
    }

    /** Gives each entry of a mapping whose key is a text and comes for the first time. */
    private void entries(Node node, String place, BiConsumer<ScalarNode, Node> sink) {
        if (!(node instanceof MappingNode mapping)) {
            mistakes.add(new Mistake(line(node), place + ": must have keys with values, such as key: value"));
            return;
        }
        Set<String> known = new HashSet<>();
        mapping.getValue().forEach(tuple -> {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                mistakes.add(new Mistake(line(tuple.getKeyNode()), place + ": a key must be a text"));
            } else if (!known.add(key.getValue())) {
                mistakes.add(new Mistake(line(key), place + ": has the key " + key.getValue() + " twice"));
            } else {
                sink.accept(key, tuple.getValueNode());
            }
        });
    }

    private Optional<Setting> setting(String prefix, ScalarNode key, Node node) {
        String place = prefix + key.getValue();
        @Nullable String written = text(node, place);
        if (written == null) {
            return Optional.empty();
        }
        try {
            String value = placeholders.fill(written);
            return Optional.of(new Setting(key.getValue(), place, line(key), value, written, false));
        } catch (IllegalArgumentException e) {
            mistakes.add(new Mistake(line(node), place + ": " + e.getMessage()));
            return Optional.empty();
        }
    }

    /** A value or a list of values as text; null after a mistake. */
    private @Nullable String text(Node node, String place) {
        if (node instanceof SequenceNode sequence) {
            StringJoiner items = new StringJoiner(",");
            for (Node item : sequence.getValue()) {
                if (!(item instanceof ScalarNode scalar) || isEmpty(item)) {
                    mistakes.add(new Mistake(line(item), place + ": the items of a list must be single values"));
                    return null;
                }
                items.add(scalar.getValue());
            }
            return items.toString();
        }
        if (!(node instanceof ScalarNode scalar)) {
            mistakes.add(new Mistake(line(node), place + ": must be a single value, and has keys of its own"));
            return null;
        }
        if (isEmpty(node)) {
            mistakes.add(new Mistake(line(node), place + ": has no value"));
            return null;
        }
        return scalar.getValue();
    }

    private static boolean isEmpty(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
