package io.framelog.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file of the repository.
 *
 * @param name its path in the repository
 */
record Markdown(Path file, String name, String text) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final String FENCE = "```";

    /**
     * A fenced block of code.
     *
     * @param document the file's {@link #name}
     * @param line its first line in the file
     */
    record Block(String document, int line, String language, String text) {
        /** Its place, language and text, with the text on one line. */
        @Override
        public String toString() {
            return document + ":" + line + " " + language + " " + text.strip().replaceAll("\\s+", " ");
        }
    }

    /** A file of the repository. */
    static Markdown read(String name) throws IOException {
        Path file = root().resolve(name);
        return new Markdown(file, name, Files.readString(file));
    }

    /** The README, then the pages of {@code docs} by name. */
    static List<Markdown> guides() throws IOException {
        List<Markdown> guides = new ArrayList<>(List.of(read("README.md")));
        try (Stream<Path> pages = Files.list(root().resolve("docs"))) {
            for (Path page : pages.sorted().toList()) {
                if (page.toString().endsWith(".md")) {
                    guides.add(read("docs/" + page.getFileName()));
                }
            }
        }
        return guides;
    }

    /** The repository's folder. */
    static Path root() {
        return Path.of(System.getProperty("framelog.root", ".."));
    }

    /** The fenced blocks, in order. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                int begin = i + 1;
                i = begin;
                while (!lines.get(i).equals(FENCE)) {
                    i++;
                }
                String language = lines.get(begin - 1).substring(FENCE.length());
                blocks.add(new Block(name, begin + 1, language, String.join("\n", lines.subList(begin, i)) + "\n"));
            }
        }
        return blocks;
    }

    /** The lines outside of fenced blocks. */
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean fenced = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith(FENCE)) {
                fenced = !fenced;
            } else if (!fenced) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** The code spans outside of fenced blocks. */
    List<String> codeSpans() {
        return prose().stream().flatMap(Markdown::codeSpans).toList();
    }

    /** The code spans of a text. */
    static Stream<String> codeSpans(String text) {
        return CODE.matcher(text).results().map(span -> span.group(1));
    }

    /** The targets of the links and pictures. */
    List<String> links() {
        return prose().stream()
                .flatMap(line ->
                        LINK.matcher(CODE.matcher(line).replaceAll("code")).results())
                .map(link -> link.group(1))
                .toList();
    }

    /** The anchors that GitHub gives to the headings. */
    List<String> anchors() {
        return prose().stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    /** The lines below a heading, up to the next heading of any level. */
    List<String> section(String heading) {
        List<String> prose = prose();
        int begin = prose.indexOf(heading) + 1;
        if (begin == 0) {
            throw new AssertionError(name + " has no heading '" + heading + "'");
        }
        return prose.subList(begin, prose.size()).stream()
                .takeWhile(line -> !line.startsWith("#"))
                .toList();
    }

    /** The rows of the tables among some lines, each as its cells; a header counts as a row. */
    static List<List<String>> rows(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("| ---"))
                .map(line -> Stream.of(line.substring(1).split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
