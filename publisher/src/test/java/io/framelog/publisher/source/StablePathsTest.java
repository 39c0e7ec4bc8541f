package io.framelog.publisher.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StablePathsTest {
    @Test
    void findsTheLinksThatLeadToADevice(@TempDir Path folder) throws Exception {
        Path device = Files.createFile(folder.resolve("video0"));
        Files.createFile(folder.resolve("video1"));
        Path links = Files.createDirectory(folder.resolve("by-id"));
        Path link = Files.createSymbolicLink(links.resolve("usb-Cam-index0"), Path.of("../video0"));
        Files.createSymbolicLink(links.resolve("usb-Other-index0"), Path.of("../video1"));
        Files.createSymbolicLink(links.resolve("usb-Gone-index0"), Path.of("../video9"));

        assertEquals(List.of(link.toString()), new StablePaths(links).of(device));
        assertEquals(List.of(), new StablePaths(folder.resolve("missing")).of(device));
    }
}
