// The part behind # of the address that was asked for, such as a stream, is kept over the login.
'use strict';

document.querySelector('form').action = 'login' + location.hash;
