package io.framelog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {
    @Test
    void tellsWhatJavaDoesNotSay(@TempDir Path folder) {
        IOException missing = assertThrows(IOException.class, () -> Files.readString(folder.resolve("missing")));
        IOException isFolder = assertThrows(IOException.class, () -> Files.readString(folder));

        assertEquals("no such file", FileFault.reason(missing));
        assertEquals("Is a directory", FileFault.reason(isFolder));
        assertEquals("it is not UTF-8", FileFault.reason(new MalformedInputException(1)));
    }

    /** Root may read everything, so the tests cannot make such a file. */
    @Test
    void saysWhoseRightIsMissing() {
        assertEquals(
                "permission denied to the user of this process",
                FileFault.reason(new AccessDeniedException("/run/secrets/yard")));
        assertEquals(
                "Too many links",
                FileFault.reason(new FileSystemException("/run/secrets/yard", null, "Too many links")));
    }
}
