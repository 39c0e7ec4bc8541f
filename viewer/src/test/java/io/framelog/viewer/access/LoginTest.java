package io.framelog.viewer.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.CheapHash;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static final User MAX = new User("max", CheapHash.of("pässword"), Role.VIEW, Optional.empty());

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000); // nanoTime may overflow
    private final Login login = new Login(
            () -> Users.parse(List.of(MAX.line())), new PasswordCheck(), new LoginThrottle(nanos::get), new Audit());

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    private LoginResult attempt(String name, String password, String address) throws Exception {
        return login.attempt(name, password, address(address));
    }

    @Test
    void acceptsTheRightPasswordOnly() throws Exception {
        for (int time = 0; time < 2; time++) { // the second time it is remembered
            assertEquals(new LoginResult.Accepted(MAX), attempt("max", "pässword", "10.0.0.1"));
        }
        assertEquals(new LoginResult.Wrong(), attempt("max", "password", "10.0.0.1"));
        assertEquals(new LoginResult.Wrong(), attempt("nobody", "nobody", "10.0.0.1"));
        assertEquals(new LoginResult.Wrong(), attempt("max\nadmin", "", "10.0.0.1"));
    }

    @Test
    void acceptsAHashOfHtpasswd() throws Exception {
        // crypt(3) made it, of "secret"; htpasswd writes the same with 2y.
        for (String version : List.of("2a", "2b", "2y")) {
            Users users = Users.parse(
                    List.of("eve:$" + version + "$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"));
            assertEquals(PasswordCheck.Answer.RIGHT, new PasswordCheck().check(users, "eve", "secret"), version);
            assertEquals(PasswordCheck.Answer.WRONG, new PasswordCheck().check(users, "eve", "Secret"), version);
            assertEquals(PasswordCheck.Answer.WRONG, new PasswordCheck().check(users, "ben", "secret"), version);
        }
    }

    @Test
    void aLongPasswordCountsUpToItsLimit() throws Exception {
        String longest = "x".repeat(PasswordCheck.MAX_PASSWORD);
        User user = new User("long", PasswordCheck.hash(longest), Role.VIEW, Optional.empty());
        Users users = Users.parse(List.of(user.line()));
        PasswordCheck check = new PasswordCheck();
        assertEquals(PasswordCheck.Answer.RIGHT, check.check(users, "long", longest));
        assertEquals(PasswordCheck.Answer.RIGHT, check.check(users, "long", longest + "y"));
        assertEquals(PasswordCheck.Answer.WRONG, check.check(users, "long", longest.substring(1)));
    }

    @Test
    void anUnknownNameCostsWhatAUserOfTheFileCosts() {
        Users users = Users.parse(List.of(MAX.line()));
        assertEquals(Optional.of(MAX), users.standIn("nobody"));
        assertEquals(Optional.of(MAX), users.standIn(""));
        assertEquals(Optional.empty(), Users.parse(List.of()).standIn("nobody"));
    }

    @Test
    void guessingMustWaitLongerEachTime() throws Exception {
        for (int tries = 0; tries < LoginThrottle.FREE_TRIES; tries++) {
            assertEquals(new LoginResult.Wrong(), attempt("max", "guess" + tries, "10.0.0.1"));
        }
        Duration wait = LoginThrottle.FIRST_WAIT;
        for (int further = 0; further < 20; further++) {
            assertEquals(new LoginResult.MustWait(wait), attempt("max", "pässword", "10.0.0.2"), "for the name");
            assertEquals(new LoginResult.MustWait(wait), attempt("eve", "secret", "10.0.0.1"), "for the address");
            nanos.addAndGet(wait.toNanos());
            if (further < 3) {
                assertEquals(new LoginResult.Wrong(), attempt("max", "guess", "10.0.0.1"));
                wait = wait.multipliedBy(2);
            } else {
                assertEquals(new LoginResult.Accepted(MAX), attempt("max", "pässword", "10.0.0.1"));
                break;
            }
        }
        assertEquals(new LoginResult.Wrong(), attempt("max", "guess", "10.0.0.1"), "counted anew");
    }

    @Test
    void theWaitHasALimit() throws Exception {
        LoginThrottle throttle = new LoginThrottle(nanos::get);
        for (int tries = 0; tries < 1_000; tries++) {
            throttle.failed("max", true, address("10.0.0.1"));
        }
        assertEquals(LoginThrottle.MAX_WAIT, throttle.waiting("max", true, address("10.0.0.9")));
        assertEquals(LoginThrottle.MAX_WAIT, throttle.waiting("eve", false, address("10.0.0.1")));
        assertTrue(throttle.waiting("eve", false, address("10.0.0.9")).isZero());
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() throws Exception {
        LoginThrottle throttle = new LoginThrottle(nanos::get);
        for (int tries = 0; tries < LoginThrottle.FREE_TRIES; tries++) {
            throttle.failed("eve", false, address("2001:db8:0:1::" + Integer.toHexString(tries)));
        }
        assertEquals(LoginThrottle.FIRST_WAIT, throttle.waiting("x", false, address("2001:db8:0:1:ffff::1")));
        assertTrue(throttle.waiting("x", false, address("2001:db8:0:2::1")).isZero());
    }

    @Test
    void namesOfNobodyWaitLikeThoseOfUsers() throws Exception {
        for (int tries = 0; tries < LoginThrottle.FREE_TRIES; tries++) {
            assertEquals(new LoginResult.Wrong(), attempt("nobody", "guess", "10.0.0." + tries));
        }
        assertEquals(new LoginResult.MustWait(LoginThrottle.FIRST_WAIT), attempt("nobody", "guess", "10.0.0.9"));
    }

    @Test
    void remembersABoundedNumberOfAddressesAndNamesAndForgetsNoUser() throws Exception {
        LoginThrottle throttle = new LoginThrottle(nanos::get);
        for (int tries = 0; tries < LoginThrottle.FREE_TRIES; tries++) {
            throttle.failed("max", true, address("192.0.2.1"));
        }
        for (int number = 0; number < 3 * LoginThrottle.MAX_ENTRIES; number++) {
            byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
            throttle.failed("made up " + number, false, InetAddress.getByAddress(bytes));
        }
        assertTrue(throttle.size() <= 2 * LoginThrottle.MAX_ENTRIES + 1, throttle.size() + " are remembered");
        assertEquals(LoginThrottle.FIRST_WAIT, throttle.waiting("max", true, address("192.0.2.9")));
    }

    @Test
    void rangesOfAddressesCompareBits() throws Exception {
        assertTrue(AddressRange.parse("10.0.0.0/8").contains(address("10.255.0.1")));
        assertTrue(!AddressRange.parse("10.0.0.0/9").contains(address("10.128.0.1")));
        assertTrue(AddressRange.parse("127.0.0.1").contains(address("127.0.0.1")));
        assertTrue(!AddressRange.parse("127.0.0.1").contains(address("127.0.0.2")));
        assertTrue(AddressRange.parse("0.0.0.0/0").contains(address("8.8.8.8")));
        assertTrue(!AddressRange.parse("0.0.0.0/0").contains(address("::1")));
        assertTrue(AddressRange.parse("fd00::/8").contains(address("fd12::1")));
        for (String wrong : List.of("", "proxy", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "1.2.3.4.5", "/8")) {
            String message =
                    String.valueOf(assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(wrong))
                            .getMessage());
            assertTrue(message.startsWith("must be an IP address"), message);
        }
    }
}
