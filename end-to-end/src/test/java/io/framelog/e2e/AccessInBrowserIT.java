package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpServer;
import io.framelog.frame.StreamName;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.access.PasswordCheck;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users and other websites in Chromium. Skipped without Chromium, unless {@code FRAMELOG_TEST_BROWSER=required}. Leaves
 * screenshots in {@code target/login.png}, {@code target/wall.png} and {@code target/share.png}.
 */
@ExtendWith(KafkaExtension.class)
@Timeout(240)
class AccessInBrowserIT {
    private static final String PASSWORD = "correct horse";
    private static final String NAMES = "[...document.querySelectorAll('.tile .name')].map(e => e.innerText).join()";
    private static final String WIDTH = "(document.querySelector('#probe') || {}).naturalWidth";

    private final Path users;
    private final Services services;
    private final Chromium browser;

    AccessInBrowserIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        users = folder.resolve("users.htpasswd");
        User anna = new User("anna", PasswordCheck.hash(PASSWORD), Role.ADMIN, Optional.empty());
        User ben = new User("ben", anna.hash(), Role.VIEW, Optional.of(Set.of(new StreamName("yard"))));
        UsersFile file = new UsersFile(users);
        file.put(anna);
        file.put(ben);
        services = new Services(kafka.bootstrapServer(), kafka.uniqueName("access"));
        browser = new Chromium(
                Chromium.installed(),
                Files.createDirectory(folder.resolve("profile")),
                1200,
                800,
                "--host-resolver-rules=MAP *.example 127.0.0.1");
    }

    @AfterEach
    void close() {
        browser.close();
        services.close();
    }

    private void publish() {
        services.publisher("--test-pattern", "--stream", "front");
        services.publisher("--test-pattern", "--stream", "yard");
    }

    @Test
    void aPersonSignsInSeesOnlyTheOwnStreamsSharesOneAndSignsOut() throws Exception {
        ServiceProcess viewer = services.start("viewer", "--port", "0", "--users", users.toString());
        String page = viewer.awaitLine("(http://127\\.0\\.0\\.1:\\d+/)").group(1);
        publish();

        browser.open(page + "#/yard");
        Await.until("the login page is there", () -> text("button").equals("Sign in"));
        Files.write(Path.of("target", "login.png"), browser.screenshot());
        signIn("ben", "wrong");
        Await.until("the page says why not", () -> text("[role=alert]").equals("The name or the password is wrong."));
        signIn("ben", PASSWORD);

        Await.until("the wanted stream is shown", () -> text("#player .badge").equals("live"));
        assertEquals(page + "#/yard", browser.evaluate("location.href"));
        assertEquals("ben", text("#user .name"));
        browser.evaluate("location.hash = ''");
        Await.until("the wall has his stream only", () -> "yard".equals(browser.evaluate(NAMES)));
        Await.until("its picture is there", () -> number("document.querySelector('.tile canvas').width") == 640);
        Files.write(Path.of("target", "wall.png"), browser.screenshot());
        show(page + "streams/yard.mjpeg");
        Await.until("a plain picture has the cookie", () -> number(WIDTH) == 640);
        assertEquals(404.0, status(page + "streams/front.jpg"));

        browser.evaluate("location.hash = '#/yard'");
        Await.until("it can be shared", () -> browser.is("!document.querySelector('#player .share').hidden"));
        browser.evaluate("document.querySelector('.share').click()");
        Await.until("there is a link", () -> value(".shared input").contains("/share?link="));
        String link = value(".shared input");
        Files.write(Path.of("target", "share.png"), browser.screenshot());

        browser.evaluate("document.querySelector('#user').requestSubmit()");
        Await.until("it is signed out", () -> text("button").equals("Sign in"));
        assertEquals(401.0, status(page + "streams"));

        browser.open(link);
        Await.until("the link shows the stream", () -> text("#player .badge").equals("live"));
        assertEquals("shared by ben", text("#user .name"));
        assertFalse(browser.is("!document.querySelector('#player .share').hidden"));
        viewer.awaitLine("INFO audit - 'ben' has made a link to 'yard', which ends at .*Z from 127\\.0\\.0\\.1$");
        viewer.awaitLine("INFO audit - link of 'ben' to 'yard', which ends at .*Z, opened from 127\\.0\\.0\\.1$");
    }

    @Test
    void aPageOfAnotherWebsiteReadsAndShowsNothing() throws Exception {
        int port = services.viewer();
        publish();
        browser.open("http://127.0.0.1:" + port + "/");
        Await.until("the viewer has pictures", () -> text(".tile .badge").equals("live"));
        HttpServer website = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        website.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            byte[] html = "<title>evil</title><p>evil</p>".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, html.length);
            try (exchange) {
                exchange.getResponseBody().write(html);
            }
        });
        website.start();
        try {
            browser.open("http://evil.example:" + website.getAddress().getPort() + "/");
            Await.until("the other website is there", () -> "evil".equals(browser.evaluate("document.title")));
            String viewer = "http://127.0.0.1:" + port;
            assertReadsNothing(viewer, "TypeError");
            // Its own name now stands for 127.0.0.1, so that the browser takes the viewer for the website.
            browser.open("http://evil.example:" + port + "/");
            Await.until("the viewer refuses the name", () -> text("body").contains("--allowed-host"));
            assertReadsNothing("http://evil.example:" + port, "403");
        } finally {
            website.stop(0);
        }
    }

    private void assertReadsNothing(String viewer, String outcome) throws Exception {
        for (String path :
                new String[] {"/streams", "/streams/front.jpg", "/streams/front.mjpeg", "/events", "/metrics"}) {
            assertEquals(outcome, read(viewer + path), path);
        }
        show(viewer + "/streams/front.jpg");
        Await.until("the picture is refused", () -> "error".equals(browser.evaluate("window.shown")));
        assertEquals(0, number(WIDTH));
    }

    /** What a script gets: a status, or the name of an error. */
    private String read(String url) throws Exception {
        browser.evaluate("window.got = ''; fetch('" + url
                + "').then(a => { window.got = String(a.status); }, e => { window.got = e.name; })");
        Await.until("the script has an answer of " + url, () -> !"".equals(browser.evaluate("window.got")));
        return String.valueOf(browser.evaluate("window.got"));
    }

    private double status(String url) throws Exception {
        return Double.parseDouble(read(url));
    }

    /** Shows a picture in the present page. */
    private void show(String url) throws Exception {
        browser.evaluate("document.querySelector('#probe')?.remove(); window.shown = '';"
                + "var probe = document.createElement('img'); probe.id = 'probe';"
                + "probe.onload = () => { window.shown = 'load'; }; probe.onerror = () => { window.shown = 'error'; };"
                + "probe.src = '" + url + "'; document.body.append(probe)");
    }

    private void signIn(String name, String password) throws Exception {
        // Its script keeps what follows # in the address.
        Await.until("the page is complete", () -> "complete".equals(browser.evaluate("document.readyState")));
        browser.evaluate("document.querySelector('[name=name]').value = '" + name + "';"
                + "document.querySelector('[name=password]').value = '" + password + "';"
                + "document.querySelector('form').requestSubmit()");
    }

    private String value(String selector) throws Exception {
        return String.valueOf(browser.evaluate("(document.querySelector('" + selector + "') || {}).value"));
    }

    private String text(String selector) throws Exception {
        return String.valueOf(browser.evaluate("(document.querySelector('" + selector + "') || {}).innerText"));
    }

    private double number(String expression) throws Exception {
        return browser.evaluate(expression) instanceof Number number ? number.doubleValue() : -1;
    }
}
