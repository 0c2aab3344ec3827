"""The command line: what it takes, what it refuses, and that it says why."""

import os
import re
import shutil
import sqlite3
import stat

import pytest

from support import twilio_account as account
from support.cast import ANA, DORA, MIKA
from support.desk import ROOT, Desk, deskbell, free_port, stage
from support.web import Web

CONNECT = {"DESKBELL_CONNECT_CCP_URL": "https://shop.my.connect.aws/ccp-v2/"}
GENESYS = {"DESKBELL_GENESYS_URL": "https://genesys.example"}

# A setting, a wrong value, and the name that the refusal must say.
WRONG_SETTINGS = [
    ({"DESKBELL_REGION": "XX"}, "DESKBELL_REGION"),
    ({"DESKBELL_REGION": "usa"}, "DESKBELL_REGION"),
    ({"DESKBELL_DIAL_COUNTRIES": "US,QQ"}, "DESKBELL_DIAL_COUNTRIES"),
    ({"DESKBELL_TRUSTED_PROXIES": "not-an-address"}, "DESKBELL_TRUSTED_PROXIES"),
    ({"DESKBELL_ICE_SERVERS": "http://stun.example"}, "DESKBELL_ICE_SERVERS"),
    ({"DESKBELL_BROWSER_CALLS": "pigeon"}, "DESKBELL_BROWSER_CALLS"),
    ({"DESKBELL_BROWSER_CALLS": "twilio"}, "DESKBELL_BROWSER_CALLS"),
    ({"DESKBELL_RATE_LIMITS": "maybe"}, "DESKBELL_RATE_LIMITS"),
    ({"DESKBELL_NAME": "x\ny"}, "DESKBELL_NAME"),
    ({"DESKBELL_PUBLIC_URL": "desk.example"}, "DESKBELL_PUBLIC_URL"),
    ({"DESKBELL_PUBLIC_URL": "https://desk.example/under/path"}, "DESKBELL_PUBLIC_URL"),
    (account.SETTINGS | {"TWILIO_ACCOUNT_SID": "AC123"}, "TWILIO_ACCOUNT_SID"),
    (account.SETTINGS | {"TWILIO_API_KEY": account.ACCOUNT}, "TWILIO_API_KEY"),
    (account.SETTINGS | {"TWILIO_APP_SID": "AP" + "z" * 32}, "TWILIO_APP_SID"),
    (account.SETTINGS | {"TWILIO_PHONE_NUMBER": "call me"}, "TWILIO_PHONE_NUMBER"),
    ({"TWILIO_ACCOUNT_SID": account.ACCOUNT}, "TWILIO_AUTH_TOKEN"),
    (account.SETTINGS | {"TWILIO_AUTH_TOKEN": ""}, "TWILIO_AUTH_TOKEN"),
    ({"TWILIO_AUTH_TOKEN": "x"}, "TWILIO_"),
    ({"DESKBELL_WRAP_UP": "3601"}, "DESKBELL_WRAP_UP"),
    ({"DESKBELL_WRAP_UP": "a minute"}, "DESKBELL_WRAP_UP"),
    ({"DESKBELL_OUTCOMES": ","}, "DESKBELL_OUTCOMES"),
    ({"DESKBELL_OUTCOMES": "Done,Done"}, "DESKBELL_OUTCOMES"),
    ({"DESKBELL_OUTCOMES": "x" * 41}, "DESKBELL_OUTCOMES"),
    ({"DESKBELL_OUTCOMES": ",".join(map(str, range(16)))}, "DESKBELL_OUTCOMES"),
    ({"DESKBELL_CALL_LIMIT": "59"}, "DESKBELL_CALL_LIMIT"),
    ({"DESKBELL_CALLS_PER_AGENT": "-1"}, "DESKBELL_CALLS_PER_AGENT"),
    ({"DESKBELL_CALLS_PER_DAY": "many"}, "DESKBELL_CALLS_PER_DAY"),
    ({"DESKBELL_LINES": "pigeon"}, "DESKBELL_LINES"),
    ({"DESKBELL_LINES": "embedded,embedded"}, "DESKBELL_LINES"),
    ({"DESKBELL_LINES": ","}, "DESKBELL_LINES"),
    ({"DESKBELL_LINES": "twilio"}, "TWILIO_ACCOUNT_SID"),
    ({"DESKBELL_LINES": "embedded,amazon-connect"}, "DESKBELL_CONNECT_CCP_URL"),
    ({"DESKBELL_LINES": "genesys"}, "DESKBELL_GENESYS_URL"),
    ({"DESKBELL_LOOKUP_FIELDS": "phone,colour"}, "DESKBELL_LOOKUP_FIELDS"),
    ({"DESKBELL_TOOLBAR_URL": "toolbar"}, "DESKBELL_TOOLBAR_URL"),
    ({"DESKBELL_TOOLBAR_URL": "/toolbar; frame-src *"}, "DESKBELL_TOOLBAR_URL"),
    ({"DESKBELL_FUSION_ORIGINS": "https://shop.example/path"}, "DESKBELL_FUSION_ORIGINS"),
    ({"DESKBELL_FUSION_ORIGINS": "https://*.example"}, "DESKBELL_FUSION_ORIGINS"),
    ({"DESKBELL_FUSION_HANGUP_REASON": "BYE"}, "DESKBELL_FUSION_HANGUP_REASON"),
    (CONNECT | {"DESKBELL_CONNECT_CCP_URL": "shop.my.connect.aws"}, "DESKBELL_CONNECT_CCP_URL"),
    (CONNECT | {"DESKBELL_CONNECT_CCP_URL": "https://shop.my.connect.aws"}, "DESKBELL_CONNECT_CCP_URL"),
    (CONNECT | {"DESKBELL_CONNECT_CCP_URL": "wss://shop.my.connect.aws/ccp-v2/"}, "DESKBELL_CONNECT_CCP_URL"),
    (CONNECT | {"DESKBELL_CONNECT_REGION": "Frankfurt"}, "DESKBELL_CONNECT_REGION"),
    (CONNECT | {"DESKBELL_CONNECT_STREAMS": "https://files.example"}, "DESKBELL_CONNECT_STREAMS"),
    ({"DESKBELL_CONNECT_REGION": "us-east-1"}, "DESKBELL_CONNECT_CCP_URL"),
    ({"DESKBELL_CONNECT_STREAMS": "streams.js"}, "DESKBELL_CONNECT_CCP_URL"),
    ({"DESKBELL_GENESYS_URL": "genesys"}, "DESKBELL_GENESYS_URL"),
    ({"DESKBELL_GENESYS_WS": "wss://genesys.example/ws"}, "DESKBELL_GENESYS_URL"),
    (GENESYS | {"DESKBELL_GENESYS_WS": "https://genesys.example/ws"}, "DESKBELL_GENESYS_WS"),
    (GENESYS | {"DESKBELL_GENESYS_CLIENT_ID": "a b"}, "DESKBELL_GENESYS_CLIENT_ID"),
    (GENESYS | {"DESKBELL_GENESYS_LOGIN_URL": "https://login.example"}, "DESKBELL_GENESYS_CLIENT_ID"),
    ({"TWILIO_REGION": "ie1"}, "TWILIO_REGION"),
    (account.SETTINGS | {"TWILIO_REGION": "ie1.evil.example"}, "TWILIO_REGION"),
    (account.SETTINGS | {"TWILIO_REGION": "jp1"}, "TWILIO_EDGE"),
    (account.SETTINGS | {"TWILIO_EDGE": "dublin/"}, "TWILIO_EDGE"),
    (account.SETTINGS | {"TWILIO_API_URL": "https://api.example/2010-04-01"}, "TWILIO_API_URL"),
    (account.SETTINGS | {"TWILIO_API_URL": "ftp://api.example"}, "TWILIO_API_URL"),
    (account.SETTINGS | {"TWILIO_VOICE_SDK": "https://files.example"}, "TWILIO_VOICE_SDK"),
    (account.SETTINGS | {"TWILIO_VOICE_SDK": "https://files.example/a.js; script-src *"}, "TWILIO_VOICE_SDK"),
    (account.SETTINGS | {"TWILIO_INSIGHTS": "yes"}, "TWILIO_INSIGHTS"),
    (account.SETTINGS | {"TWILIO_WEBHOOK_SIGNATURE": "md5"}, "TWILIO_WEBHOOK_SIGNATURE"),
    (account.SETTINGS | {"TWILIO_AUTH_TOKEN_SECONDARY": account.AUTH_TOKEN}, "TWILIO_AUTH_TOKEN_SECONDARY"),
    (account.SETTINGS | {"TWILIO_AUTH_TOKEN": account.API_SECRET}, "TWILIO_AUTH_TOKEN"),
]
WRONG_ARGUMENTS = [
    (["--host", "not an address"], "host"),
    (["--port", "http"], "port"),
    (["--root", "/nonexistent"], "/nonexistent"),
    (["--tls-cert", "/nonexistent.pem"], "tls"),
    (["--tls-cert", "/nonexistent.pem", "--tls-key", "/nonexistent.key"], "nonexistent.pem"),
]


def refused(*arguments, settings=None, stdin="", directory):
    done = deskbell(*arguments, settings=settings, stdin=stdin, directory=directory)
    assert done.returncode != 0, done.stdout
    words = (done.stdout + done.stderr).strip()
    assert "Fatal error" not in words and "Error(" not in words, words
    return words


def serve(tmp_path):
    return ["serve", "--port", free_port(), "--data", tmp_path / "data"]


def test_the_version_is_a_number():
    done = deskbell("--version")
    assert done.returncode == 0
    assert re.fullmatch(r"deskbell \d+\.\d+\.\d+\s*", done.stdout)


def test_help_names_the_commands_and_the_flags():
    assert {"serve", "agent"} <= set(deskbell("--help").stdout.split())
    flags = deskbell("serve", "--help").stdout
    for flag in ("--host", "--port", "--data", "--root", "--public-url", "--tls-cert", "--tls-key"):
        assert flag in flags


@pytest.mark.parametrize("settings, name", WRONG_SETTINGS, ids=[f"{n}-{i}" for i, (_, n) in enumerate(WRONG_SETTINGS)])
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path, settings, name):
    words = refused(*serve(tmp_path), "--root", stage().name, settings=settings, directory=tmp_path)
    assert name in words, words
    assert account.API_SECRET not in words and account.AUTH_TOKEN not in words


@pytest.mark.parametrize("arguments, name", WRONG_ARGUMENTS, ids=[" ".join(a) for a, _ in WRONG_ARGUMENTS])
def test_a_wrong_flag_stops_the_start_and_is_named(tmp_path, arguments, name):
    root = [] if "--root" in arguments else ["--root", stage().name]
    words = refused(*serve(tmp_path), *root, *arguments, directory=tmp_path)
    assert name in words.lower(), words


def test_limits_are_lifted_on_loopback_alone(tmp_path):
    arguments = [*serve(tmp_path), "--root", stage().name, "--host", "0.0.0.0"]
    assert "DESKBELL_RATE_LIMITS" in refused(
        *arguments, settings={"DESKBELL_RATE_LIMITS": "off"}, directory=tmp_path
    )


def test_a_port_in_use_is_told(tmp_path, shared_desk):
    words = refused(
        "serve", "--port", shared_desk.port, "--data", tmp_path / "data", "--root", stage().name, directory=tmp_path
    )
    assert str(shared_desk.port) in words


def test_settings_come_from_a_file_then_the_environment_then_flags(tmp_path):
    shutil.copytree(stage().name, tmp_path / "root")
    (tmp_path / "root" / ".env").write_text("DESKBELL_NAME=From the file\nDESKBELL_REGION=DE\n", encoding="utf-8")
    desk = Desk(tmp_path, root=tmp_path / "root")
    with desk.opened():
        assert "From the file" in Web(desk.url).get("/").text
    desk.settings["DESKBELL_NAME"] = "From the environment"
    with desk.opened():
        page = Web(desk.url).get("/").text
    assert "From the environment" in page and "From the file" not in page


def test_every_setting_stands_in_the_example_file():
    named = set(re.findall(r"^#?\s*((?:DESKBELL|TWILIO)_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert {name for settings, _ in WRONG_SETTINGS for name in settings} <= named


def test_the_shop_has_a_name_unless_told_otherwise(shared_web):
    assert "Birchwood Bicycle Polo Co." in shared_web.get("/").text


def test_a_local_number_belongs_to_the_region(tmp_path):
    desk = Desk(tmp_path, settings={"DESKBELL_REGION": "JP"})
    desk.add_agent(ANA)
    with desk.opened():
        web = Web(desk.url)
        web.filed(MIKA, phone_number="090-1234-5678")
        assert MIKA.phone in web.sign_in(ANA).get("/dashboard").text


# agent add, agent reset-password

def test_the_password_is_standard_input_up_to_the_first_newline(tmp_path):
    desk = Desk(tmp_path)
    done = desk.command(
        "agent", "add", "ana", "--name", "Ana Diaz", "--password-stdin", stdin=ANA.password + "\nnot this\n"
    )
    assert done.returncode == 0, done.stderr
    desk.add_agent(DORA)
    with desk.opened():
        Web(desk.url).sign_in(ANA)


@pytest.mark.parametrize("username, name, password, named", [
    ("", "Ana Diaz", ANA.password, "user name"),
    ("a b", "Ana Diaz", ANA.password, "user name"),
    ("a" * 65, "Ana Diaz", ANA.password, "user name"),
    ("ana", "", ANA.password, "name"),
    ("ana", "Ana Diaz", "", "assword"),
    ("ana", "Ana Diaz", "short", "assword"),
    ("ana", "Ana Diaz", "password", "assword"),
])
def test_an_agent_that_cannot_be_is_refused_in_words(tmp_path, username, name, password, named):
    words = refused(
        "agent", "add", username, "--name", name, "--password-stdin", "--data", tmp_path / "data",
        "--root", stage().name,
        stdin=password + "\n", directory=tmp_path,
    )
    assert named in words


def test_a_name_is_taken_once_in_whatever_spelling(tmp_path):
    desk = Desk(tmp_path)
    desk.add_agent(ANA)
    done = desk.command("agent", "add", "ＡＮＡ", "--name", "Another", "--password-stdin", stdin="a long password\n")
    assert done.returncode != 0 and "ana" in (done.stdout + done.stderr).lower()


def test_a_password_is_reset_from_the_command_line(tmp_path):
    desk = Desk(tmp_path)
    desk.add_agent(ANA)
    done = desk.command("agent", "reset-password", "ana", "--password-stdin", stdin="another long set of words\n")
    assert done.returncode == 0, done.stderr
    with desk.opened():
        old = Web(desk.url).post("/sign-in", {"username": "ana", "password": ANA.password})
        new = Web(desk.url).post("/sign-in", {"username": "ana", "password": "another long set of words"})
    assert (old.status, new.status) == (401, 303)


def test_an_unknown_agent_gets_no_password(tmp_path):
    desk = Desk(tmp_path)
    desk.add_agent(ANA)
    done = desk.command("agent", "reset-password", "nobody", "--password-stdin", stdin="another long set of words\n")
    assert done.returncode != 0 and "nobody" in done.stdout + done.stderr


def test_the_data_directory_is_for_its_owner_alone(furniture):
    assert stat.S_IMODE(os.stat(furniture).st_mode) == 0o700
    for entry in furniture.iterdir():
        assert stat.S_IMODE(entry.stat().st_mode) & 0o077 == 0, entry


def test_no_password_is_stored_as_it_was_typed(furniture):
    database = sqlite3.connect(f"file:{furniture / 'desk.sqlite'}?mode=ro", uri=True)
    for (stored,) in database.execute("SELECT password FROM agents"):
        assert stored.startswith("$scrypt$") and "mallets" not in stored
    database.close()
