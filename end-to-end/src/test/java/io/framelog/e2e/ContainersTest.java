package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framelog.e2e.Markdown.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What can be said of {@code compose.yaml} and its document without Docker, which few machines have. */
class ContainersTest {
    private static final List<String> OWN = List.of("publisher", "viewer", "detect", "notify");

    private final List<String> context = Files.readAllLines(Markdown.root().resolve(".dockerignore"));

    ContainersTest() throws IOException {}

    /** Else passwords get into an image's build, and a change of a camera compiles everything anew. */
    @Test
    void builtFromTheModulesAndFromNothingThatUsersPutBesideThem() throws IOException {
        List<String> rules =
                context.stream().filter(rule -> !rule.startsWith("#")).toList();
        assertEquals("*", rules.get(0));

        Pattern.compile("<module>(.+)</module>")
                .matcher(Files.readString(Markdown.root().resolve("pom.xml")))
                .results()
                .forEach(module -> assertTrue(rules.contains("!" + module.group(1)), module.group(1)));
        for (String folder : mounted()) {
            assertFalse(rules.contains("!" + folder), folder);
        }
    }

    /** Editors replace a file, and a container does not see that of a file that is mounted alone. */
    @Test
    void mountsFoldersOfFilesThatAreFollowed() throws IOException {
        List<String> mounted = mounted();

        assertTrue(mounted.containsAll(List.of("access", "cameras", "clips", "detect")), mounted.toString());
        mounted.forEach(folder -> assertFalse(folder.contains("."), folder + " is a file"));
    }

    /** The paths beside {@code compose.yaml} that the document mounts. */
    private static List<String> mounted() throws IOException {
        List<String> mounted = new ArrayList<>();
        for (Block block : examples()) {
            Pattern.compile("volumes: \\[\"?\\./([^:\\]]+):")
                    .matcher(block.text())
                    .results()
                    .forEach(volume -> mounted.add(volume.group(1)));
        }
        return mounted;
    }

    private static List<Block> examples() throws IOException {
        return Markdown.read("docs/containers.md").blocks().stream()
                .filter(block -> block.text().startsWith("services:"))
                .toList();
    }

    @Test
    void everyExampleChangesAServiceOrBringsOneWithAnImage() throws IOException {
        JsonNode services = compose();
        assertTrue(examples().size() > 5);
        for (Block block : examples()) {
            JsonNode example = tree(block.text()).path("services");
            example.fieldNames()
                    .forEachRemaining(service -> assertTrue(
                            services.has(service) || example.path(service).has("image"), block.toString()));
        }
    }

    @Test
    void eachServiceIsShutInLimitedAndWatched() throws IOException {
        JsonNode services = compose();
        for (String name : OWN) {
            JsonNode service = services.path(name);
            assertTrue(service.path("read_only").asBoolean(), name);
            assertEquals("ALL", service.path("cap_drop").path(0).asText(), name);
            assertEquals(
                    "no-new-privileges:true",
                    service.path("security_opt").path(0).asText(),
                    name);
            assertTrue(service.has("mem_limit"), name);
            assertTrue(service.has("stop_grace_period"), name);
            // That of the viewer is in its image.
            assertEquals(!name.equals("viewer"), service.has("healthcheck"), name);
        }
    }

    @Test
    void prometheusScrapesThePortsOfTheServices() throws IOException {
        Map<String, String> targets = new TreeMap<>();
        JsonNode scraped = tree(Files.readString(Markdown.root().resolve("deploy/prometheus/containers.yml")));
        for (JsonNode job : scraped.path("scrape_configs")) {
            String[] target = job.at("/static_configs/0/targets/0").asText().split(":", 2);
            assertEquals("framelog-" + target[0], job.path("job_name").asText());
            targets.put(target[0], target[1]);
        }
        Map<String, String> ports = new TreeMap<>(Map.of("viewer", "8000"));
        JsonNode services = compose();
        for (String name : OWN) {
            JsonNode port = services.path(name).path("environment").path("FRAMELOG_METRICS_PORT");
            if (!port.isMissingNode()) {
                ports.put(name, port.asText());
            }
        }
        assertEquals(ports, targets);
        // The viewer answers only for names that it knows; its own is one.
        assertEquals("viewer", services.path("viewer").path("hostname").asText());
    }

    private static JsonNode tree(String yaml) {
        return new ObjectMapper().valueToTree(new Yaml().load(yaml)); // unlike Jackson's, it merges what << names
    }

    private static JsonNode compose() throws IOException {
        JsonNode services =
                tree(Files.readString(Markdown.root().resolve("compose.yaml"))).path("services");
        assertNotNull(services.get("kafka"));
        return services;
    }
}
