package io.framelog.viewer.tls;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom to trust when connecting to another server. */
public final class Trust {
    private Trust() {}

    /**
     * Those whom Java trusts, and these.
     *
     * @param authorities a file of certificates (PEM)
     * @throws UnusableTlsFilesException if it cannot be read or has no certificate
     */
    public static SSLContext with(Path authorities) throws UnusableTlsFilesException {
        List<Certificate> all = new ArrayList<>(read(authorities));
        try {
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager known) {
                    for (X509Certificate issuer : known.getAcceptedIssuers()) {
                        all.add(issuer);
                    }
                }
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), all.get(i));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Java's own trust store cannot be read", e);
        }
    }

    /** Those whom Java trusts. */
    public static SSLContext ofJava() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's own trust store cannot be read", e);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> read(Path file) throws UnusableTlsFilesException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new UnusableTlsFilesException(file + " has no certificate (PEM)");
            }
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableTlsFilesException("the certificates in " + file + " cannot be read: " + e, e);
        }
    }
}
