package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the services' folders contain of others comes with its licence. */
class LicensesIT {
    private static final Pattern VERSION = Pattern.compile("-[0-9].*\\.jar");

    @ParameterizedTest
    @ValueSource(strings = {"publisher", "viewer"})
    void listsTheLicenceOfEachLibrary(String service) throws IOException {
        Path folder = folder(service);
        String listed = Files.readString(folder.resolve("licenses/THIRD-PARTY.txt"));
        try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
            List<String> missing = jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("framelog-"))
                    .map(name -> VERSION.matcher(name).replaceAll(""))
                    .filter(artifact -> !listed.contains(":" + artifact + ":"))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"publisher", "viewer"})
    void listsEachLibraryForScanners(String service) throws IOException {
        Path sbom = folder(service).resolve("licenses/sbom.cdx.json");
        assumeTrue(Files.exists(sbom), "Maven does not make the list when it is offline");
        String listed = Files.readString(sbom);
        assertTrue(listed.contains("\"bomFormat\" : \"CycloneDX\""));
        assertEquals(List.of(), artifacts(service, artifact -> !listed.contains("\"name\" : \"" + artifact + "\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"publisher", "viewer"})
    void carriesTheLicenceOfFFmpegsLibraries(String service) throws IOException {
        Path licenses = folder(service).resolve("licenses");
        assertTrue(Files.readString(licenses.resolve("LGPL-3.0.txt")).contains("GNU LESSER GENERAL PUBLIC LICENSE"));
        assertTrue(Files.readString(licenses.resolve("GPL-3.0.txt")).contains("GNU GENERAL PUBLIC LICENSE"));
        String notice = Files.readString(licenses.resolve("NATIVE-LIBRARIES.md"));
        String version = version(service, "ffmpeg");
        assertTrue(notice.contains("FFmpeg " + version + " "), "the notice must name FFmpeg " + version);
    }

    @Test
    void carriesTheLicencesOfOpenCvsLibraries() throws IOException {
        Path licenses = folder("viewer").resolve("licenses");
        try (Stream<Path> texts = Files.list(licenses.resolve("opencv"))) {
            List<String> names =
                    texts.map(text -> text.getFileName().toString()).toList();
            assertTrue(
                    names.contains("protobuf-LICENSE") && names.contains("flatbuffers-LICENSE.txt"), names.toString());
        }
        String notice = Files.readString(licenses.resolve("NATIVE-LIBRARIES.md"));
        for (String artifact : List.of("opencv", "openblas")) {
            String version = version("viewer", artifact);
            String name = artifact.replace("opencv", "OpenCV").replace("openblas", "OpenBLAS");
            assertTrue(notice.contains(name + " " + version + " "), "the notice must name " + name + " " + version);
        }
        assertEquals(List.of(), artifacts("publisher", artifact -> artifact.startsWith("open")));
    }

    private static String version(String service, String artifact) throws IOException {
        Pattern pattern = Pattern.compile(artifact + "-([0-9.]+)-.*\\.jar");
        try (Stream<Path> jars = Files.list(folder(service).resolve("lib"))) {
            return jars.map(jar -> pattern.matcher(jar.getFileName().toString()))
                    .filter(Matcher::matches)
                    .findFirst()
                    .orElseThrow()
                    .group(1);
        }
    }

    /** The foreign artifacts in a service's folder that fit. */
    private static List<String> artifacts(String service, Predicate<String> filter) throws IOException {
        try (Stream<Path> jars = Files.list(folder(service).resolve("lib"))) {
            return jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("framelog-"))
                    .map(name -> VERSION.matcher(name).replaceAll(""))
                    .filter(filter)
                    .toList();
        }
    }

    private static Path folder(String service) {
        return Path.of("..", service, "target", "framelog-" + service);
    }
}
