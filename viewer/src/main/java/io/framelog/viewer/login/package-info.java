/** Lets clients in: login page and cookies, passwords and tokens in requests, share links, single sign-on. */
@NullMarked
package io.framelog.viewer.login;

import org.jspecify.annotations.NullMarked;
