package io.framelog.viewer.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // creating keys is slow
class TlsFilesTest {
    private final TestAuthority authority;
    private final TlsFiles ec;
    private final TlsFiles rsa;
    private Path folder;
    private TlsFiles files;

    TlsFilesTest(@TempDir Path shared) throws Exception {
        authority = new TestAuthority(shared);
        ec = authority.issue("EC", "EC");
        rsa = authority.issue("RSA", "RSA");
    }

    @BeforeEach
    void copy(@TempDir Path own) throws Exception {
        folder = own;
        files = TestAuthority.copy(ec, own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void readsTheWholeChainAndItsKey(String algorithm) throws Exception {
        KeyStore store = (algorithm.equals("EC") ? ec : rsa).load();

        Certificate[] chain = store.getCertificateChain("viewer");
        assertArrayEquals(
                new Certificate[] {authority.certificate(algorithm), authority.certificate("authority")}, chain);
        assertEquals(algorithm, store.getKey("viewer", new char[0]).getAlgorithm());
    }

    @Test
    void refusesAShortKey() throws Exception {
        TlsFiles weak = authority.issue("weak", "RSA", List.of("-keysize", "1024"));
        assertEquals(
                "--tls-certificate " + weak.certificate() + " has an RSA key of 1024 bits: it must have at least 2048",
                fault(weak));
    }

    @Test
    void usesAnExpiredCertificateUntilItIsRenewed() throws Exception {
        TlsFiles old = authority.issue("old", "EC", List.of("-startdate", "-10d", "-validity", "5"));
        assertNotNull(old.load().getCertificate("viewer"));
    }

    @Test
    void saysThatTheTwoDoNotBelongTogether() throws Exception {
        TlsFiles two = authority.issue("two", "EC");

        assertEquals(
                "--tls-key " + two.key() + " is not the key of " + files.certificate(),
                fault(new TlsFiles(files.certificate(), two.key())));
    }

    @Test
    void saysThatTheKeyIsOfAnotherKind() {
        assertEquals(
                "--tls-key " + ec.key() + " contains no RSA key, which the certificate requires",
                fault(new TlsFiles(rsa.certificate(), ec.key())));
    }

    @ParameterizedTest
    @CsvSource({
        "PRIVATE KEY, 'contains no EC key'",
        "EC PRIVATE KEY, 'has the old format EC PRIVATE KEY; `openssl pkcs8 -topk8 -nodes` converts'",
        "ENCRYPTED PRIVATE KEY, 'is encrypted; `openssl pkcs8 -topk8 -nodes` removes'",
        "CERTIFICATE, 'contains no private key: it must be a PEM file with BEGIN PRIVATE KEY'",
    })
    void saysWhatIsWrongWithAKey(String kind, String said) throws Exception {
        Files.writeString(files.key(), TestAuthority.pem(kind, new byte[100]), US_ASCII);

        String fault = fault(files);
        assertTrue(fault.startsWith("--tls-key " + files.key() + " " + said), fault);
    }

    @Test
    void seesAnOlderKeyThatIsEncrypted() throws Exception {
        String key = TestAuthority.pem("RSA PRIVATE KEY", new byte[100])
                .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00FF\n\n");
        Files.writeString(files.key(), key, US_ASCII);

        assertTrue(fault(files).contains(" is encrypted; "), fault(files));
    }

    @ParameterizedTest
    @CsvSource({
        "'', contains no certificate",
        "nonsense, is not a certificate",
        "-----BEGIN CERTIFICATE-----, is not a certificate"
    })
    void saysWhatIsWrongWithACertificate(String text, String said) throws Exception {
        Files.writeString(files.certificate(), text, US_ASCII);

        String fault = fault(files);
        assertTrue(fault.startsWith("--tls-certificate " + files.certificate() + " " + said), fault);
    }

    @Test
    void saysThatAFileIsNotThere() {
        Path none = folder.resolve("none.pem");

        assertEquals(
                "--tls-certificate " + none + " cannot be read: no such file", fault(new TlsFiles(none, files.key())));
        assertEquals(
                "--tls-key " + none + " cannot be read: no such file", fault(new TlsFiles(files.certificate(), none)));
        String folderAsFile = fault(new TlsFiles(files.certificate(), folder));
        assertTrue(folderAsFile.startsWith("--tls-key " + folder + " cannot be read: "), folderAsFile);
    }

    private static String fault(TlsFiles files) {
        return String.valueOf(
                assertThrows(UnusableTlsFilesException.class, files::load).getMessage());
    }
}
