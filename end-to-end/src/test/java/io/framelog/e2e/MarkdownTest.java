package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README is short and linked to all other documents, and no link is broken. */
class MarkdownTest {
    private static final int MAX_README_LINES = 110;
    private static final int MAX_README_WORDS = 950;
    private static final int MAX_COLUMNS = 120;

    private final List<Markdown> guides = Markdown.guides();

    MarkdownTest() throws IOException {}

    @Test
    void everyRelativeLinkHasATarget() throws IOException {
        List<Markdown> documents = new ArrayList<>(guides);
        documents.add(Markdown.read("CHANGELOG.md"));
        documents.add(Markdown.read("CONTRIBUTING.md"));
        List<String> broken = new ArrayList<>();
        for (Markdown document : documents) {
            for (String link : document.links()) {
                if (!link.matches("[a-z]+:.*") && !leadsSomewhere(document, link)) {
                    broken.add(document.name() + ": " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    private static boolean leadsSomewhere(Markdown document, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = document.file().resolveSibling(parts[0]).normalize();
        Path file = parts[0].isEmpty() ? document.file() : target;
        return Files.exists(file)
                && (parts.length == 1
                        || new Markdown(file, link, Files.readString(file))
                                .anchors()
                                .contains(parts[1]));
    }

    @Test
    void theReadmeLeadsToEveryOtherDocument() throws IOException {
        List<String> links = Markdown.read("README.md").links();
        for (Markdown guide : guides.subList(1, guides.size())) {
            assertTrue(
                    links.stream().anyMatch(link -> link.split("#", 2)[0].equals(guide.name())),
                    "the README has no link to " + guide.name());
        }
    }

    @Test
    void theReadmeIsShort() throws IOException {
        String readme = Markdown.read("README.md").text();
        long words = readme.lines()
                .flatMap(line -> List.of(line.split("\\s+", -1)).stream())
                .filter(word -> word.matches(".*[\\p{L}\\p{N}].*"))
                .count();
        assertTrue(readme.lines().count() <= MAX_README_LINES, readme.lines().count() + " lines");
        assertTrue(words <= MAX_README_WORDS, words + " words");
    }

    @Test
    void linesAreNotTooLong() {
        for (Markdown guide : guides) {
            for (String line : guide.text().lines().toList()) {
                assertTrue(line.startsWith("|") || line.length() <= MAX_COLUMNS, guide.name() + ": too long: " + line);
            }
        }
    }
}
